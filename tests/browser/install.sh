#!/bin/sh
# Chromium and a Chinese font for the browser tests, from Debian's packages, where they are missing and may be installed.
set -u
find_browser() {
  for name in "${DUIZHAO_BROWSER:-}" chromium chromium-browser google-chrome; do
    [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && return 0
  done
  return 1
}
find_browser && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing chromium and fonts-noto-cjk …"
  apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk >/dev/null
fi
find_browser && exit 0
if [ -n "${CI:-}" ]; then
  echo "error: no Chromium for the browser tests; install the package chromium or set DUIZHAO_BROWSER" >&2
  exit 1
fi
echo "no Chromium here: the browser tests will be skipped (install chromium or set DUIZHAO_BROWSER)" >&2
