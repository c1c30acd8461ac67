#!/usr/bin/env bash
# The one way in: builds what is missing and starts it. Works with bash 3.2, which macOS brings.
set -eu

root=$(cd "$(dirname "$0")" && pwd -P)
app=hub
jar=$root/$app/target/hub.jar
cache=${HUB_CACHE:-$root/.hub}

say() { printf '%s\n' "$*" >&2; }
fail() {
  say "hub: $1"
  exit "${2:-1}"
}

# --- the JDK ---------------------------------------------------------------------------------------

# Prints the home of the java given, if it is a JDK of 17 or newer.
jdk_home() {
  local properties version home
  properties=$("$1" -XshowSettings:properties -version 2>&1) || return 1
  version=$(printf '%s\n' "$properties" | sed -n 's/^ *java\.specification\.version = //p')
  home=$(printf '%s\n' "$properties" | sed -n 's/^ *java\.home = //p')
  case $version in
    '' | *[!0-9]*) return 1 ;;
  esac
  [ "$version" -ge 17 ] && [ -x "$home/bin/javac" ] && printf '%s\n' "$home"
}

find_jdk() {
  local home
  if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ] && home=$(jdk_home "$JAVA_HOME/bin/java"); then
    export JAVA_HOME=$home
  elif command -v java >/dev/null 2>&1 && home=$(jdk_home java); then
    export JAVA_HOME=$home
  else
    fail "Tsumugi needs a JDK 17 or newer (with javac): install one, or set JAVA_HOME to it."
  fi
}

# --- building --------------------------------------------------------------------------------------

mvnw() { (cd "$root" && ./mvnw "$@"); }

provider_jar() {
  local candidate
  for candidate in "$root"/identity/keycloak-provider/target/keycloak-provider*.jar; do
    [ -f "$candidate" ] && printf '%s\n' "$candidate" && return 0
  done
  return 0
}

# Folders count too: their time changes when a file in them is deleted.
newer_than() {
  find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/*/pom.xml "$root"/*/src/main "$root"/*/*/src/main \
    -newer "$1" -print 2>/dev/null | head -n 1
}

build() {
  local provider why
  provider=$(provider_jar)
  if [ ! -f "$jar" ] || [ -z "$provider" ]; then
    why="first build, a minute or more"
  elif [ -n "$(newer_than "$jar")" ]; then
    why="sources have changed"
  else
    return 0
  fi
  say "Building ($why) …"
  mvnw -q -ntp -Dmaven.test.skip=true -pl $app,identity/keycloak-provider -am package \
    || fail "The build failed; the messages above say where."
  # Maven leaves a jar alone whose content did not change; without this it would stay stale.
  touch "$jar"
}

fetch_keycloak() {
  local version zip
  [ -z "${HUB_OIDC_ISSUER:-}" ] || return 0
  version=$(sed -n 's/.*<keycloak\.version>\(.*\)<\/keycloak\.version>.*/\1/p' "$root/pom.xml")
  zip=$cache/keycloak-quarkus-dist-$version.zip
  if [ ! -f "$zip" ]; then
    say "Fetching Keycloak $version (once, about 150 MB) …"
    mkdir -p "$cache" || fail "$cache cannot be made."
    rm -rf "$cache/fetching"
    mvnw -q -ntp -N dependency:copy "-Dartifact=org.keycloak:keycloak-quarkus-dist:$version:zip" \
      "-DoutputDirectory=$cache/fetching" \
      || fail "Keycloak could not be fetched; is there a network? The messages above say more."
    # Moved only when complete: an interrupted fetch leaves nothing that looks whole.
    mv "$cache/fetching/keycloak-quarkus-dist-$version.zip" "$zip"
    rmdir "$cache/fetching"
  fi
  keycloak_zip=$zip
}

keycloak_zip=

# Becomes the hub's JVM: signals reach it without a shell between.
start() {
  local heap=$1 terminal=false
  shift
  [ -t 1 ] && [ "${TERM:-dumb}" != dumb ] && terminal=true
  export HUB_CACHE=$cache
  # shellcheck disable=SC2086 # options are words
  exec "$JAVA_HOME/bin/java" "-Xmx$heap" -XX:+UseSerialGC \
    "-Dhub.terminal=$terminal" \
    "-Dhub.keycloak.zip=$keycloak_zip" "-Dhub.keycloak.provider=$(provider_jar)" \
    ${HUB_JAVA_OPTS:-} -jar "$jar" "$@"
}

# --- testing ---------------------------------------------------------------------------------------

skipped=

# Something that could not be checked here. With CI=true nothing may be skipped.
skip() {
  say ""
  say "SKIPPED  $1"
  say ""
  [ "${CI:-}" != true ] || fail "With CI=true nothing may be skipped."
  skipped="$skipped
  SKIPPED  $1"
}

# Chromium for browser tests, installed where that is possible; 1 if there is none.
ensure_chromium() {
  local name
  for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then return 0; fi
  done
  if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    say "Installing chromium for the browser tests …"
    if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; then return 0; fi
  fi
  return 1
}

browser_tests() {
  grep -rlq --include='*.java' 'com\.microsoft\.playwright' "$root"/*/src/test 2>/dev/null
}

node_tests() {
  local list
  list=$(find "$root" -path '*/src/test/*' -name '*.test.js' ! -path '*/node_modules/*' ! -path '*/target/*' | sort)
  [ -n "$list" ] || return 0
  if ! command -v node >/dev/null 2>&1; then
    skip "the screens' models: node is not installed, and *.test.js need it."
    return 0
  fi
  say "Testing the screens' models …"
  (
    cd "$root"
    printf '%s\n' "$list" | tr '\n' '\0' | xargs -0 node --test
  )
}

# Tests that JUnit left out say so in their reports.
report_skipped_tests() {
  local reports
  reports=$(find "$root" -path '*/target/surefire-reports/TEST-*.xml' -newer "$1" -print)
  [ -n "$reports" ] || return 0
  printf '%s\n' "$reports" | while IFS= read -r report; do
    grep -E -m 1 '<testsuite .*skipped="[1-9]' "$report" >/dev/null || continue
    name=${report##*/TEST-}
    # The reason is the message of the test's own <skipped> element.
    reason=$(sed -n 's/.*<skipped message="\([^"]*\)".*/\1/p' "$report" | head -n 1)
    printf '%s: %s\n' "${name%.xml}" "${reason:-no reason given}"
  done
}

run_tests() {
  local full=false result=0 began line
  case "${1:-}" in
    '') ;;
    full) full=true ;;
    *) fail "./hub test takes nothing or the word full." 2 ;;
  esac
  [ $# -le 1 ] || fail "./hub test takes nothing or the word full." 2
  if browser_tests && ! ensure_chromium; then
    skip "browser tests: there is no chromium, and it cannot be installed here (apt and root are needed)."
  fi
  began=$(mktemp)
  mvnw -B -ntp "-Dtsumugi.test.full=$full" verify || result=$?
  if [ "$result" = 0 ]; then node_tests || result=$?; fi
  while IFS= read -r line; do
    if [ -n "$line" ]; then skip "$line"; fi
  done <<END
$(report_skipped_tests "$began")
END
  rm -f "$began"
  if [ "$result" != 0 ]; then
    say "hub: tests failed."
    exit "$result"
  fi
  if [ -n "$skipped" ]; then
    say ""
    say "All that ran is green; not everything ran:$skipped"
  else
    say "All green, nothing skipped."
  fi
}

run_bench() {
  [ -d "$root/bench/src/main/java" ] || fail "There are no benchmarks in this build yet."
  find_jdk
  mvnw -q -ntp -Dmaven.test.skip=true -pl bench -am package || fail "The build failed; the messages above say where."
  exec "$JAVA_HOME/bin/java" -jar "$root/bench/target/bench.jar" "$@"
}

# --- commands --------------------------------------------------------------------------------------

command=${1:-help}
[ $# -eq 0 ] || shift

case $command in
  help | --help | -h)
    cat "$root/$app/src/main/resources/hub-help.txt"
    ;;
  run)
    case "${1:-}" in
      --help | -h)
        cat "$root/$app/src/main/resources/hub-run-help.txt"
        exit 0
        ;;
    esac
    find_jdk
    build
    fetch_keycloak
    start 256m run "$@"
    ;;
  load)
    find_jdk
    build
    start 1g load "$@"
    ;;
  story | verify | backup | restore)
    find_jdk
    build
    start 256m "$command" "$@"
    ;;
  test)
    find_jdk
    run_tests "$@"
    ;;
  bench)
    run_bench "$@"
    ;;
  *)
    fail "There is no command $command; ./hub help lists them." 2
    ;;
esac
