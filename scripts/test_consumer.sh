#!/usr/bin/env bash
# Builds and runs the program in Tests/consumer, which depends on Foxing by version: on version 1.0.0 of a repository made
# for it, of the files that lie here now. So what SwiftPM refuses of a dependency, and takes in a package of its own, is found.
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=$PWD/.build-consumer
mkdir -p "$scratch"
# Each run has a repository of its own, since SwiftPM remembers what a version of a repository was.
repository=$(mktemp -d "$scratch/versions.XXXXXX")/foxing.git
trap 'rm -rf "$(dirname "$repository")"' EXIT

export GIT_DIR=$repository
git init -q --bare "$repository"
GIT_WORK_TREE=$PWD git add --all .
author=(-c user.name=consumer -c user.email=consumer@example.org)
git "${author[@]}" tag 1.0.0 "$(git "${author[@]}" commit-tree "$(git write-tree)" -m "Version 1.0.0")"
unset GIT_DIR

# A copy, beside which SwiftPM may write what it found.
rm -rf "$scratch/consumer"
cp -r Tests/consumer "$scratch/consumer"
export FOXING_URL=file://$repository
said=$(swift run --package-path "$scratch/consumer" --scratch-path "$scratch" --disable-dependency-cache consumer)
echo "$said"
[[ $said == *"pixels after 3 steps" ]]
