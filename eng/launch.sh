# Parts of the launcher shared by ./omni and eng/test. Expects $root and $artifacts.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

say() { printf 'omni: %s\n' "$*" >&2; }

# Runs eng/setup once per version of eng/setup and global.json; sets $dotnet.
install_missing() {
  local stamp=$artifacts/setup.stamp
  if [[ ! $stamp -nt $root/eng/setup || ! $stamp -nt $root/global.json ]]; then
    "$root/eng/setup" "$stamp" || exit $?
  fi
  dotnet=$(<"$stamp")
  if [[ ! -x $dotnet ]]; then
    "$root/eng/setup" "$stamp" || exit $?
    dotnet=$(<"$stamp")
  fi
  if [[ $dotnet == "$HOME"/* ]]; then export DOTNET_ROOT=${dotnet%/dotnet}; fi
}

# True when a source file is newer than the stamp, was added or removed, or another libtorch was chosen.
changed_since() {
  local stamp=$1
  shift
  [[ -e $stamp && $(<"$stamp") == "${OMNI_LIBTORCH-}" ]] || return 0
  # The folder "assets" itself changes when npm fills its node_modules; golden cases are data.
  [[ -n $(find "$@" "$root/native" "$root/eng" "$root/global.json" "$root"/Directory.*.props \
    \( -name node_modules -o -path "$root/tests/goldens" \) -prune -o ! \( -type d -name assets \) -newer "$stamp" -print -quit 2>/dev/null) ]]
}

# build_when_changed NAME PROJECT: compiles PROJECT unless nothing changed since the last time; the whole log only on failure.
build_when_changed() {
  if [[ -n ${OMNI_LIBTORCH-} && ! -d $OMNI_LIBTORCH/lib ]]; then
    say "OMNI_LIBTORCH=$OMNI_LIBTORCH is no libtorch: name the folder that holds include and lib, or unset it"
    exit 2
  fi
  local stamp=$artifacts/$1.stamp project=$root/$2 log=$artifacts/$1.log
  local sources=("$root/src")
  if [[ $1 != program ]]; then sources+=("$root/tests" "$root/OmniHelix.slnx"); fi
  changed_since "$stamp" "${sources[@]}" || return 0
  mkdir -p "$artifacts"
  if command -v flock >/dev/null; then
    exec 9>"$artifacts/build.lock"
    flock 9
    changed_since "$stamp" "${sources[@]}" || { exec 9>&-; return 0; }
  fi
  local started=$artifacts/$1.started
  printf '%s' "${OMNI_LIBTORCH-}" > "$started"
  local seconds=$SECONDS
  "$dotnet" build "$project" -c Release -nodeReuse:false -v quiet -clp:NoSummary > "$log" 2>&1 9>&- &
  local build=$!
  watch_build "$build" "$seconds"
  if ! wait "$build"; then
    cat "$log" >&2
    say "the build failed; the log above is $log"
    exit 1
  fi
  # Sources edited while the build ran are newer than this stamp and are built next time.
  mv "$started" "$stamp"
  if [[ -e $artifacts/build.lock ]]; then exec 9>&-; fi
}

watch_build() {
  if [[ ! -t 2 ]]; then
    say "building (some minutes the first time)"
    return
  fi
  while kill -0 "$1" 2>/dev/null; do
    printf '\romni: building (some minutes the first time) … %d s ' $((SECONDS - $2)) >&2
    sleep 0.5
  done
  printf '\r\033[K' >&2
}
