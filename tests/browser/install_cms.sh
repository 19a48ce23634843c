#!/bin/sh
# What the tests of the editing page need from npm, in the versions that are tried: Decap CMS, its local server, and the
# schema of configurations that Sveltia CMS ships.
set -eu
CMS=3.16.3
SVELTIA=0.221.1
FOLDER=.venv/cms
[ -f "$FOLDER/sveltia-cms.json" ] && exit 0
command -v npm >/dev/null 2>&1 || { echo "error: no npm for the tests of the editing page; install node and npm" >&2; exit 1; }
mkdir -p "$FOLDER"
cp tests/browser/cms/package.json tests/browser/cms/package-lock.json "$FOLDER"
cd "$FOLDER"
npm ci --silent

# unpack PACKAGE FILE NAME: puts a file of a package here under a name.
unpack() {
  archive=$(npm pack --silent "$1")
  tar xzf "$archive" "package/$2"
  mv "package/$2" "$3"
  rm -r package "$archive"
}

unpack "decap-cms@$CMS" dist/decap-cms.js "decap-cms-$CMS.js"
unpack "@sveltia/cms@$SVELTIA" schema/sveltia-cms.json sveltia-cms.json
