"""Pages for a person: a case with its comments and files, and the list of cases."""

from __future__ import annotations

import re
from html import escape

from contract_tests.stand_ins.salesforce.account import Record
from contract_tests.stand_ins.salesforce.call import Call
from contract_tests.stand_ins.wire import Reply, html_reply

# Nothing on these pages may run or be fetched, whatever a customer wrote.
_POLICY = ("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'")
_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
.notice { border-left: 4px solid #06c; padding: .25rem .75rem; background: var(--soft); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
dt { opacity: .75; }
dd { margin: 0; overflow-wrap: anywhere; }
pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
article { border: 1px solid var(--line); border-radius: .5rem; margin: 1rem 0; padding: .6rem; }
h1, dd, pre { unicode-bidi: plaintext; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } }
"""
_CASE = re.compile(r"/lightning/r/Case/([A-Za-z0-9]{15,18})/view")
_UNSHOWN = frozenset({"Subject", "Description"})


def page(call: Call) -> Reply | None:
    """The page that is asked for; None where none is."""
    match = _CASE.fullmatch(call.request.path)
    case = call.account.records["Case"].get(match[1]) if match else None
    if case is not None:
        return _case_page(call, case)
    if call.request.path in ("/", "/lightning/o/Case/list"):
        return _list_page(call)
    return None


def _case_page(call: Call, case: Record) -> Reply:
    subject = escape(case["Subject"] or "No subject")
    facts = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(str(value))}</dd>"
        for name, value in case.items()
        if value is not None and name not in _UNSHOWN
    )
    comments = "".join(
        f"<article><p>{'public' if comment['IsPublished'] else 'private'} comment</p>"
        f"<pre>{escape(comment['CommentBody'] or '')}</pre></article>"
        for comment in call.account.records["CaseComment"].values()
        if comment["ParentId"] == case["Id"]
    )
    files = "".join(
        f"<li>{escape(file['Title'])} ({file['ContentSize']:,} bytes)</li>"
        for file in call.account.records["ContentVersion"].values()
        if file["FirstPublishLocationId"] == case["Id"]
    )
    return _page(
        subject,
        f"<h1>{subject}</h1><article><pre>{escape(case['Description'] or '')}</pre></article>"
        f"{comments}<h2>Files</h2><ul>{files}</ul><h2>Details</h2><dl>{facts}</dl>"
        '<p><a href="/lightning/o/Case/list">All cases</a></p>',
    )


def _list_page(call: Call) -> Reply:
    cases = reversed(call.account.records["Case"].values())
    items = "".join(
        f'<li><a href="/lightning/r/Case/{case["Id"]}/view">{escape(case["CaseNumber"])} '
        f"{escape(case['Subject'] or '')}</a> · {escape(case['Status'] or '')}</li>"
        for case in cases
    )
    return _page("Cases", f"<h1>Cases</h1><ul>{items or '<li>None yet.</li>'}</ul>")


def _page(title: str, body: str) -> Reply:
    """``title`` is escaped already."""
    text = (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>"
        '<p class="notice">A local stand-in for Salesforce, for trying things out. '
        "It is not Salesforce.</p>"
        f"{body}</body></html>"
    )
    return html_reply(text, headers=(_POLICY, ("referrer-policy", "no-referrer")))
