#!/bin/sh
# Resolves the dependencies anew: universal, with hashes, without the address of any registry.
# The largest set is resolved first and the smaller ones keep to it. Arguments go to uv, such as --upgrade.
set -eu
compile() {
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate "$@"
}

compile "$@" pyproject.toml --group soak -o requirements-soak.lock
compile pyproject.toml --group dev -c requirements-soak.lock -o requirements-dev.lock
compile pyproject.toml --group build -c requirements-soak.lock -o requirements.lock
echo uv | compile - -c requirements-soak.lock -o requirements-tools.lock
npm install --package-lock-only --ignore-scripts
