#!/bin/sh
# What the browser tests need, where it is missing and may be installed: Chromium and a Chinese font from Debian's
# packages, and the Nu HTML checker from npm, which verifies its digest (Debian: default-jre-headless, npm). Also the
# tools of gettext and OmegaT, for the tests of PO files, Pango for those of PDFs, and the web server nginx with its module for brotli (its own service is
# not started).
set -u
VNU=26.9.27
JAR=.venv/vnu/package/build/dist/vnu.jar

find_browser() {
  for name in "${DUIZHAO_BROWSER:-}" chromium-headless-shell chromium chromium-browser google-chrome; do
    [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && return 0
  done
  return 1
}

has_pango() { .venv/bin/python -c "import weasyprint" 2>/dev/null; }

has() { command -v "$1" >/dev/null 2>&1; }

may_install() { [ "$(id -u)" = 0 ] && has apt-get; }

install() {
  may_install || return 0
  echo "installing $* …"
  apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

find_checker() { has java && [ -f "${DUIZHAO_VNU:-$JAR}" ]; }

fetch_checker() {
  has java || install default-jre-headless
  has npm || install npm
  has npm || return 0
  [ -f "${DUIZHAO_VNU:-$JAR}" ] && return 0
  echo "fetching the Nu HTML checker $VNU …"
  mkdir -p .venv/vnu
  (cd .venv/vnu && npm pack --silent "vnu-jar@$VNU" >/dev/null && tar xzf "vnu-jar-$VNU.tgz" && rm "vnu-jar-$VNU.tgz")
}

# The package would start a server at port 80, but for a policy that says no while it is installed.
install_server() {
  may_install || return 0
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy"
    install nginx-light libnginx-mod-http-brotli-static || install nginx-light
    rm -f "$policy"
  else
    install nginx-light libnginx-mod-http-brotli-static || install nginx-light
  fi
}

# missing WHAT HINT: an error where nothing may be skipped, else a notice.
missing() {
  if [ -n "${CI:-}" ]; then
    echo "error: no $1 for the tests; $2" >&2
    exit 1
  fi
  echo "no $1 here: its tests will be skipped ($2)" >&2
}

# Debian's Chromium without windows does the tests in half the time.
shell=chromium-headless-shell
if [ -z "${DUIZHAO_BROWSER:-}" ] && ! has $shell && may_install && apt-cache show $shell >/dev/null 2>&1; then
  install $shell fonts-noto-cjk
fi
find_browser || install chromium fonts-noto-cjk
find_browser || missing Chromium "install chromium or set DUIZHAO_BROWSER"
find_checker || fetch_checker
find_checker || missing "Nu HTML checker" "install java and npm, or set DUIZHAO_VNU to a vnu.jar"
has msgcat || install gettext
has msgcat || missing gettext "install gettext"
has omegat || install omegat
has omegat || echo "no OmegaT here: its test will be skipped (install omegat)" >&2
has_pango || install libpangoft2-1.0-0 libharfbuzz-subset0
has_pango || missing Pango "install libpangoft2-1.0-0"
[ -x /usr/sbin/nginx ] || has nginx || install_server
[ -x /usr/sbin/nginx ] || has nginx || missing nginx "install nginx-light and libnginx-mod-http-brotli-static"
exit 0
