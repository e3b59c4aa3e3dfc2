"""Stand-ins by name, found through entry points so that nothing here knows a vendor."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, cast

from gateway.sdk.errors import ConfigurationError

if TYPE_CHECKING:
    from gateway.config.settings import DestinationSettings

GROUP = "readback.stand_ins"


def stand_in_names() -> tuple[str, ...]:
    """The stand-ins that are installed, sorted."""
    return tuple(sorted(point.name for point in entry_points(group=GROUP)))


def load_stand_in(name: str) -> Any:
    """The stand-in with this name; raises ``ConfigurationError`` with what there is instead."""
    for point in entry_points(group=GROUP, name=name):
        return point.load()
    raise ConfigurationError(
        f'There is no stand-in "{name}". There are: {", ".join(stand_in_names()) or "none"}.'
    )


def destination_of(stand_in: Any, url: str, variable: str) -> DestinationSettings:
    """The destination that is a stand-in's account; ``variable`` is where its secret is read."""
    import msgspec

    from gateway.config.settings import DestinationSettings

    return msgspec.convert(_members(stand_in, url, variable), DestinationSettings)


def destination_toml(stand_in: Any, url: str, variable: str) -> str:
    """The same as a table for ``readback.toml``, ready to be pasted."""
    import tomlkit

    table = tomlkit.table()
    for name, value in _members(stand_in, url, variable).items():
        table[name] = _inline(value)
    document = tomlkit.document()
    document["destinations"] = tomlkit.table(is_super_table=True).append(stand_in.name, table)
    return tomlkit.dumps(document)


def _members(stand_in: Any, url: str, variable: str) -> dict[str, Any]:
    """A destination's table, without what it would say by default."""
    shown = stand_in.credentials[0]
    auth = {"scheme": shown.scheme, **shown.members, shown.secret_member: {"env": variable}}
    members = {
        "adapter": stand_in.name,
        "object": stand_in.object,
        "base_url": f"{url}{stand_in.path}",
        "mapping": str(stand_in.mapping or ""),
        "allow_private_addresses": True,
        "auth": {} if shown.scheme == "none" else auth,
        "settings": stand_in.settings,
    }
    return {name: value for name, value in members.items() if value}


def _inline(value: Any) -> Any:
    import tomlkit

    if not isinstance(value, dict):
        return value
    table = tomlkit.inline_table()
    for name, member in cast("dict[str, Any]", value).items():
        table[name] = _inline(member)
    return table
