# What `run` and `test` have in common: an environment with Django and the client, and a service.

python=${PYTHON:-python3}
environment=$here/target/$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
client=$here/../../clients/python
if [[ ! -e $environment/ready || $here/requirements.txt -nt $environment/ready ||
  $client/pyproject.toml -nt $environment/ready ]]; then
  rm -rf "$environment"
  "$python" -m venv "$environment"
  "$environment/bin/pip" install --quiet --disable-pip-version-check \
    --requirement "$here/requirements.txt" --editable "$client"
  touch "$environment/ready"
fi

# Starts a service on a free port of this machine, and says where it is in TERRARIUM_URL.
start_service() {
  local log=$here/target/service.log
  "$here/../../terrarium" serve --port 0 >"$log" 2>&1 &
  service=$!
  until TERRARIUM_URL=$(grep -o -m 1 'http://127\.0\.0\.1:[0-9]*' "$log"); do
    if ! kill -0 "$service" 2>/dev/null; then
      cat "$log" >&2
      return 1
    fi
    sleep 0.1
  done
  export TERRARIUM_URL
}

# Ends processes and waits until they have: stop PROCESS...
stop() {
  local process
  for process in "$@"; do
    kill "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
  done
}
