"""The configuration reference has every setting, with its default, and examples that load."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from gateway.config import lifting, privacy
from gateway.config import settings as configured
from gateway.config.load import load_settings

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "configuration.md").read_text(encoding="utf-8")

SECTIONS = {
    "`[gateway]`": configured.GatewaySettings,
    "`[gateway.notices]`": configured.NoticeSettings,
    "`[destinations.NAME]`": configured.DestinationSettings,
    '`auth` with `scheme = "basic"`': configured.BasicAuth,
    '`auth` with `scheme = "bearer"`': configured.BearerAuth,
    '`auth` with `scheme = "header"`': configured.HeaderAuth,
    '`auth` with `scheme = "oauth_client_credentials"`': configured.ClientCredentials,
    '`auth` with `scheme = "jwt_bearer"`': configured.JwtBearer,
    '`auth` with `scheme = "standard_webhooks"`': configured.StandardWebhooksAuth,
    "Secrets": configured.SecretSource,
    "`[clients.NAME]`": configured.ClientSettings,
    "`[lifting]`": lifting.LiftingSettings,
    "`[[lifting.tools]]`": lifting.ToolSettings,
    "`identity`": lifting.IdentitySettings,
    "`promise`": lifting.PromiseSettings,
    "`[privacy]`": privacy.PrivacySettings,
    "`[privacy.profiles.NAME]`": privacy.ProfileSettings,
    "`[[routes]]`": configured.Route,
    "`when`": configured.Condition,
}


def section(heading: str) -> str:
    match = re.search(
        rf"^##+ {re.escape(heading)}\n(.*?)(?=^##|\Z)", PAGE, re.DOTALL | re.MULTILINE
    )
    assert match, f"the page has no heading {heading}"
    return match[1]


def rows(heading: str) -> dict[str, str]:
    """Key to default, of the section's table."""
    return dict(re.findall(r"^\| `([^`]+)` \| (.+?) \|", section(heading), re.MULTILINE))


def shown_default(field: msgspec.structs.FieldInfo) -> str:
    if field.required:
        return "required"
    default = field.default if field.default_factory is msgspec.NODEFAULT else {}
    if isinstance(default, msgspec.Struct):
        default = {}
    return "none" if default is None else f"`{msgspec.json.encode(default).decode()}`"


def test_every_table_of_the_file_has_a_section() -> None:
    structs = {
        value
        for module in (configured, lifting, privacy)
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, msgspec.Struct)
        and value is not msgspec.Struct
    }
    assert structs == {*SECTIONS.values(), configured.Settings}


@pytest.mark.parametrize("heading", SECTIONS)
def test_every_setting_has_a_row_with_its_default(heading: str) -> None:
    fields = msgspec.structs.fields(SECTIONS[heading])
    assert {field.encode_name: shown_default(field) for field in fields} == rows(heading)


def test_every_top_level_table_is_a_heading() -> None:
    for field in msgspec.structs.fields(configured.Settings):
        assert re.search(rf"^## `\[+{field.encode_name}\b", PAGE, re.MULTILINE)


@pytest.mark.parametrize(
    "example", re.findall(r"^```toml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
)
def test_every_example_loads(tmp_path: Path, example: str) -> None:
    path = tmp_path / "readback.toml"
    path.write_text(example, encoding="utf-8")
    assert load_settings(path).destinations


def test_every_error_code_of_the_configuration_is_explained() -> None:
    sources = "".join(
        file.read_text(encoding="utf-8") for file in (ROOT / "gateway" / "config").glob("*.py")
    )
    codes = {*re.findall(r'code="(config\.\w+)"', sources), "config.invalid"}
    assert codes == rows("Error codes").keys()
