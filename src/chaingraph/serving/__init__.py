"""The server (查询服务): SPARQL 1.1 Protocol, named questions, things and pages over HTTP; it reads and never writes.

`settings` says what may be set, `app` which addresses there are; `pool` hands the work to processes that can be killed,
`worker` is such a process, `sandbox` says which queries may run. What a worker does stands in `jobs`.
"""

from chaingraph.serving.settings import Limits, Settings

__all__ = ["Limits", "Settings"]
