# run · serve · test · lint · bench · bench-findings · bench-truth · pictures: each sets up what it needs in .venv; nothing is installed twice.
PYTHON ?= python3
PY := .venv/bin/python
CG := $(PY) -m chaingraph
SETUP := pyproject.toml constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run serve test lint bench bench-findings bench-truth bench-serve soak pictures clean
.DELETE_ON_ERROR:

run: .venv/run ## build the Changsha graph, check it, print the diagnosis, write the pages
	$(CG) run

serve: .venv/serve ## SPARQL endpoint, questions and pages at http://127.0.0.1:8080/
	$(CG) serve

test: .venv/test ## all tests
	$(PY) -m pytest

lint: .venv/lint ## format, style, types, import contracts
	$(PY) -m ruff format --check src tests benchmarks
	$(PY) -m ruff check src tests benchmarks
	$(PY) -m mypy
	.venv/bin/python -c "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"

bench: .venv/test ## whole-process time and memory, side by side with rdflib's memory store
	$(PY) benchmarks/bench.py

bench-findings: .venv/test ## every analysis on every chain: Changsha, and a made-up network
	$(PY) benchmarks/findings.py

bench-truth: .venv/test ## planted gaps: recall, wrong calls, calibration
	$(PY) benchmarks/truth.py

bench-serve: .venv/test ## load on the server, side by side with the Oxigraph server and rdflib-endpoint
	$(PY) -m pip install --quiet --constraint constraints.txt --editable ".[bench]"
	$(RELATIVE)
	$(PY) benchmarks/serve.py

soak: .venv/test ## half an hour of ordinary and hostile requests together
	$(PY) benchmarks/soak.py

pictures: .venv/test ## screenshots for the README
	$(PY) docs/pictures.py

clean:
	rm -rf build .venv

.venv/python:
	$(PYTHON) -m venv .venv
	touch .venv/python

# pip notes the way to src/ as an absolute path, which Python reads in the locale's encoding: in a folder with a Chinese
# name it would not start under LC_ALL=C. A relative path means the same and is plain ASCII.
RELATIVE = for f in .venv/lib/python*/site-packages/_editable_impl_chaingraph.pth; do echo ../../../../src > "$$f"; done

.venv/run: .venv/python $(SETUP)
	$(PY) -m pip install --quiet --constraint constraints.txt --editable .
	$(RELATIVE)
	touch .venv/run

.venv/serve: .venv/run
	$(PY) -m pip install --quiet --constraint constraints.txt --editable ".[serve]"
	$(RELATIVE)
	touch .venv/serve

.venv/test: .venv/run
	$(PY) -m pip install --quiet --constraint constraints.txt --editable ".[test]"
	$(RELATIVE)
	touch .venv/test

.venv/lint: .venv/test
	$(PY) -m pip install --quiet --constraint constraints.txt --editable ".[test,lint]"
	$(RELATIVE)
	touch .venv/lint
