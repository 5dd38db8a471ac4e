#!/bin/sh
# Every check, one after the other; a failing one doesn't hide the next. Arguments go to pytest.
failed=""
check() {
    name=$1
    shift
    printf '\n== %s\n' "$name"
    "$@" || failed="$failed, $name"
}

check "ruff" ruff check .
check "ruff format" ruff format --check .
check "mypy" mypy
[ -d templates ] && check "djlint" djlint --lint --quiet templates
check "pytest" pytest "$@"

if [ -n "$failed" ]; then
    printf '\nfailed: %s\n' "${failed#, }"
    exit 1
fi
