#!/usr/bin/env bash
# test_wheel.sh WHEEL: installs the wheel with pip in a minimal Debian, in which there is Python and nothing of ours, and makes
# variants, lines and a whole run there; then with every other CPython of this machine that is new enough. Needs root,
# debootstrap and Debian's packages.
set -euo pipefail
cd "$(dirname "$0")/.."
wheel=$(readlink -f "$1")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Kept between runs: it is made of Debian's packages alone.
base=${FOXING_WHEEL_ROOT:-.build-wheel-root}
if [ ! -f "$base/ready" ]; then
    rm -rf "$base"
    debootstrap --variant=minbase --include=python3-minimal,python3-venv,python3-pip bookworm "$base" > "$scratch/log" ||
        { tail -n 20 "$scratch/log"; exit 1; }
    touch "$base/ready"
fi

# Python brings what its own modules need (zlib, expat); of ours there must be nothing.
if find "$base/usr/lib" "$base/lib" "$base/opt" | grep -E '/lib(swift|opencv|tesseract|lept|pango|turbojpeg|tiff|webp|deflate|glib)' ||
    [ -e "$base/usr/share/tesseract-ocr" ] || [ -e "$base/etc/fonts/fonts.conf" ]; then
    echo "this root is not empty of our libraries"
    exit 1
fi

mkdir -p "$scratch/given/pages"
cp "$wheel" "$scratch/given/"
cp fixtures/pages/article-en.png fixtures/pages/article-en.gt.txt fixtures/pages/article-en.foxing.json "$scratch/given/pages/"
cp python/wheel/ten_lines.py pipelines/ocr-training.yaml "$scratch/given/"
sed -i 's/languages: \[kor, eng\]/languages: [eng]/' "$scratch/given/ocr-training.yaml"

# numpy and tqdm come from the registry, here, so that the root needs no network.
python3 -m pip download --quiet --disable-pip-version-check --only-binary :all: --python-version 3.11 -d "$scratch/given/wheels" numpy tqdm

unshare --mount --pid --fork bash -euo pipefail -c '
mount --bind "$1" "$1"
mkdir -p "$1/given" "$1/made" "$1/proc"
mount --bind "$2" "$1/given"
mount -t tmpfs tmpfs "$1/made"
mount -t proc proc "$1/proc"
chroot "$1" /usr/bin/env -i PATH=/usr/bin:/bin HOME=/made LANG=C.UTF-8 bash -euo pipefail -c "
cd /made
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-index --find-links /given/wheels /given/foxing-*.whl numpy tqdm
venv/bin/foxing --version
venv/bin/python /given/ten_lines.py /given/pages/article-en.png /made/ours
venv/bin/foxing run /given/ocr-training.yaml -i /given/pages/article-en.png -o /made/theirs -n 2 --quiet --progress none > /dev/null
diff -r --exclude run.json --exclude ledger.jsonl /made/ours /made/theirs
ls /made/ours/images
"
' -- "$(readlink -f "$base")" "$scratch/given"

for python in python3.10 python3.11 python3.12 python3.13 python3.14; do
    found=$(command -v "$python" 2> /dev/null) && "$found" -c "" 2> /dev/null || continue
    "$found" -m venv "$scratch/$python"
    "$scratch/$python/bin/pip" install --quiet --disable-pip-version-check "$wheel" tqdm
    env -u FOXING_LIBRARY -u FOXING_PROGRAM -u PYTHONPATH -u LD_LIBRARY_PATH "$scratch/$python/bin/python" \
        python/wheel/ten_lines.py fixtures/pages/article-en.png "$scratch/set-$python" pipelines/ocr-training.yaml
    echo "$("$found" --version): installed, made variants, lines and a run"
done
