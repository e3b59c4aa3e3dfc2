"""Uploads, attachments and their bytes."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest

DATA = '{"name": "Zoë"}'.encode()


def _attach(zendesk: Any, *tokens: Any) -> Any:
    return zendesk.create({"comment": {"html_body": "x", "uploads": list(tokens)}})


def _attached(zendesk: Any) -> Any:
    _attach(zendesk, zendesk.upload(DATA).json["upload"]["token"])
    return zendesk.comments()[0]["attachments"][0]


def _open(zendesk: Any, url: str) -> Any:
    return zendesk.get(urlsplit(url).path, authorization=None)


def test_an_uploaded_file_is_read_back_byte_for_byte(zendesk: Any) -> None:
    attachment = _attached(zendesk)

    assert ("handoff.json", "application/json", len(DATA)) == (
        attachment["file_name"],
        attachment["content_type"],
        attachment["size"],
    )
    assert DATA == _open(zendesk, attachment["content_url"]).body


def test_an_upload_says_until_when_it_waits(zendesk: Any) -> None:
    upload = zendesk.upload(DATA).json["upload"]

    assert "2026-01-05T10:00:01Z" == upload["expires_at"]
    assert [upload["attachment"]] == upload["attachments"]


def test_several_files_may_share_an_upload(zendesk: Any) -> None:
    first = zendesk.upload(b"1").json["upload"]["token"]
    query = {"filename": "two.json", "token": first}
    second = zendesk.ask("POST", "/api/v2/uploads", body=b"2", query=query).json["upload"]
    _attach(zendesk, first)

    assert first == second["token"]
    assert ["handoff.json", "two.json"] == [
        item["file_name"] for item in zendesk.comments()[0]["attachments"]
    ]


def test_an_upload_is_good_for_one_comment(zendesk: Any) -> None:
    token = zendesk.upload(DATA).json["upload"]["token"]

    assert [201, 422] == [_attach(zendesk, token).status, _attach(zendesk, token).status]


@pytest.mark.parametrize("token", ["nobody-made-this", 7, None, ["x"]])
def test_an_unknown_upload_is_refused(zendesk: Any, token: Any) -> None:
    assert 422 == _attach(zendesk, token).status


def test_an_upload_runs_out_after_an_hour(zendesk: Any) -> None:
    token = zendesk.upload(DATA).json["upload"]["token"]
    for _ in range(3_600):
        zendesk.app.account.begin_request()

    assert 422 == _attach(zendesk, token).status


@pytest.mark.parametrize("name", ["capsule.txt", "capsule.png"])
def test_a_file_whose_type_does_not_match_its_name_is_refused(zendesk: Any, name: str) -> None:
    refused = zendesk.upload(DATA, name)

    assert 422 == refused.status
    assert "do not match" in refused.json["details"]["base"][0]["description"]


def test_a_file_of_an_unknown_kind_is_taken_as_it_is(zendesk: Any) -> None:
    assert 201 == zendesk.upload(DATA, "capsule.handoff").status


def test_a_file_without_a_name_is_refused(zendesk: Any) -> None:
    assert 400 == zendesk.ask("POST", "/api/v2/uploads", body=DATA).status


def test_an_attachment_is_described_by_id(zendesk: Any) -> None:
    attachment = _attached(zendesk)
    shown = zendesk.get(f"/api/v2/attachments/{attachment['id']}.json")

    assert attachment == shown.json["attachment"]


@pytest.mark.parametrize("path", ["/api/v2/attachments/1", "/attachments/token/x/"])
def test_an_attachment_that_is_not_there_is_a_404(zendesk: Any, path: str) -> None:
    assert 404 == zendesk.get(path).status


def test_told_to_it_changes_one_bit_and_not_the_size(zendesk: Any) -> None:
    attachment = _attached(zendesk)
    zendesk.behave("corrupt_attachment")
    data = _open(zendesk, attachment["content_url"]).body

    assert len(DATA) == len(data)
    assert 1 == sum(sent != read for sent, read in zip(DATA, data, strict=True))


def test_told_to_it_redirects_to_another_place(zendesk: Any) -> None:
    attachment = _attached(zendesk)
    zendesk.behave("attachment_redirect")
    redirect = _open(zendesk, attachment["content_url"])

    assert (302, b"") == (redirect.status, redirect.body)
    assert DATA == _open(zendesk, redirect.headers["location"]).body
