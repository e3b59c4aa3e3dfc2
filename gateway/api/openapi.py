"""What the OpenAPI document says where handlers take raw bytes."""

from __future__ import annotations

from dataclasses import dataclass

from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import (
    Components,
    OpenAPIMediaType,
    Operation,
    RequestBody,
    Schema,
    SecurityScheme,
)


@dataclass
class HandoffOperation(Operation):
    """Taking a handoff: the body is JSON, canonical or in a known dialect."""

    def __post_init__(self) -> None:
        """Describe the body that the handler reads itself."""
        self.request_body = RequestBody(
            required=True,
            description="A canonical handoff, or a document in a dialect the gateway knows.",
            content={"application/json": OpenAPIMediaType(schema=Schema(type=None))},
        )


def openapi_config(version: str) -> OpenAPIConfig:
    """The description of the whole interface, served under ``/schema``."""
    return OpenAPIConfig(
        title="Readback",
        version=version,
        path="/schema",
        description="Hands a customer over from a bot to a person and proves what arrived.",
        components=Components(
            security_schemes={"key": SecurityScheme(type="http", scheme="bearer")}
        ),
        security=[{"key": []}],
    )
