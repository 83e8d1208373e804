#!/usr/bin/env bash
# read_sets.sh FOXING GROUP...: loads sets of every format with the readers of each group (light, paddle, torch), which
# are installed in virtual environments of their own. The last line says which readers ran.
set -uo pipefail
foxing=$1
shift
status=0
said=()
for group in "$@"; do
    log=$(mktemp)
    scripts/in_venv.sh "Tests/readers/venv-$group" python Tests/readers/read_sets.py "$foxing" "$group" 2>&1 | tee "$log"
    [ "${PIPESTATUS[0]}" -eq 0 ] || status=1
    last=$(tail -n 1 "$log")
    case $last in
    "readers that ran"*) said+=("${last#readers that ran }") ;;
    *) said+=("($group): none, they could not be installed") ;;
    esac
    rm -f "$log"
done
joined=$(printf '; %s' "${said[@]}")
echo "readers that ran: ${joined:2}"
exit "$status"
