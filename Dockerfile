# Baogao in a container: built-in release baked in, no network needed to run, read-only root, no privileges.
#   docker build -t baogao . && docker run --read-only -p 8000:8000 baogao
ARG BASE_IMAGE=python:3.13-slim-bookworm

FROM ${BASE_IMAGE} AS build
WORKDIR /src
COPY requirements.txt requirements-build.txt requirements-assets.txt requirements-pictures.txt \
     requirements-objects.txt ./
RUN python3 -m venv /build && /build/bin/pip install --no-cache-dir --require-hashes -r requirements-build.txt \
 && python3 -m venv --without-pip /opt/baogao \
 && /build/bin/pip --python /opt/baogao install --no-cache-dir --no-compile --require-hashes -r requirements.txt \
 && /build/bin/pip --python /opt/baogao install --no-cache-dir --no-compile --require-hashes --no-deps -r requirements-assets.txt -r requirements-pictures.txt \
    -r requirements-objects.txt
# What no server of ours uses: Arrow's network services and tests, headers to compile against, names for made-up people.
RUN packages=$(echo /opt/baogao/lib/python3*/site-packages) && arrow=$packages/pyarrow \
 && rm -rf "$arrow"/tests "$arrow"/include "$arrow"/src "$arrow"/_flight* "$arrow"/libarrow_flight* "$arrow"/_s3fs* \
    "$arrow"/libarrow_s3* "$arrow"/_gcsfs* "$arrow"/_azurefs* \
 && find "$packages"/faker/providers -mindepth 2 -maxdepth 2 -type d ! -name en_US ! -name __pycache__ -exec rm -rf {} +
COPY . .
RUN /build/bin/python -m hatchling build -t wheel \
 && /build/bin/pip --python /opt/baogao install --no-cache-dir --no-deps --no-index dist/*.whl \
 && /opt/baogao/bin/python -m compileall -q /opt/baogao/lib \
 && /opt/baogao/bin/baogao verify

FROM ${BASE_IMAGE}
# What pictures write Chinese with: of the package, the sans-serif letters alone.
RUN apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends fonts-noto-cjk \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /usr/share/fonts/opentype/noto/NotoSerifCJK*
# A number that no user of a host has by default; not --system, which is for numbers below 1000.
RUN useradd --no-log-init --no-create-home --shell /usr/sbin/nologin --uid 10001 baogao
COPY --from=build /opt/baogao /opt/baogao
ENV BAOGAO_HOST=0.0.0.0 PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PATH=/opt/baogao/bin:$PATH
# Workbooks are made on disk; a volume can be written to although the root cannot.
VOLUME /tmp
USER 10001
STOPSIGNAL SIGTERM
EXPOSE 8000
# Asked without a proxy, whatever the environment says. Images in OCI format have no such check: podman build --format docker.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
  CMD ["python", "-c", "import http.client, os, sys; asked = http.client.HTTPConnection('127.0.0.1', int(os.environ.get('BAOGAO_PORT', '8000')), timeout=4); asked.request('GET', '/health/ready'); sys.exit(asked.getresponse().status != 200)"]
CMD ["baogao", "serve"]
