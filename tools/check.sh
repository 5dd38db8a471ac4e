#!/bin/sh
# Every check; a failing one doesn't hide the others. What reads the source runs beside the tests, which often wait, and
# is shown after them. Arguments go to pytest.
failed=""
beside=$(mktemp -d)
trap 'rm -rf "$beside"' EXIT

check() {
    name=$1
    shift
    printf '\n== %s\n' "$name"
    "$@" || failed="$failed, $name"
}

# Runs a check whose output is for later; what it said and how it ended lie in two files.
aside() {
    name=$1
    shift
    { "$@"; echo $? >"$beside/$name.status"; } >"$beside/$name.said" 2>&1 &
}

told() {
    cat "$beside/$1.said"
    return "$(cat "$beside/$1.status")"
}

sources() {
    mypy
    found=$?
    if [ -d templates ]; then
        djlint --lint --quiet templates || found=1
    fi
    return $found
}

check "ruff" ruff check .
check "ruff format" ruff format --check .
aside sources sources
# Each worker begins with half of the tests and takes from the other's when it is through: what a file's tests share is
# made once.
check "pytest" pytest --dist worksteal "$@"
wait
check "mypy and djlint" told sources

if [ -n "$failed" ]; then
    printf '\nfailed: %s\n' "${failed#, }"
    exit 1
fi
