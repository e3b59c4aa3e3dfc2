"""What the OpenAPI document says where handlers take raw bytes."""

from __future__ import annotations

from dataclasses import dataclass

from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import (
    Components,
    OpenAPIMediaType,
    OpenAPIType,
    Operation,
    RequestBody,
    Schema,
    SecurityScheme,
)
from msgspec import Struct
from msgspec.structs import fields as fields_of


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


@dataclass
class TextOperation(Operation):
    """Taking a mapping's text: the body is TOML, or JSON with the member ``text``."""

    def __post_init__(self) -> None:
        """Describe the body that the handler reads itself."""
        self.request_body = RequestBody(
            required=False,
            description="The text of a mapping.",
            content={
                media: OpenAPIMediaType(schema=Schema(type=None))
                for media in ("application/toml", "text/plain", "application/json")
            },
        )


def described_body(type_: type[Struct]) -> type[Operation]:
    """An operation whose JSON body has this struct's members, which the handler reads itself."""
    fields = fields_of(type_)
    schema = Schema(
        type=OpenAPIType.OBJECT,
        description=type_.__doc__,
        required=[field.encode_name for field in fields if field.required],
        properties={field.encode_name: Schema(type=None) for field in fields},
        additional_properties=False,
    )

    @dataclass
    class Described(Operation):
        def __post_init__(self) -> None:
            content = {"application/json": OpenAPIMediaType(schema=schema)}
            self.request_body = RequestBody(required=True, content=content)

    return Described


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
