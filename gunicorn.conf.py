"""How gunicorn serves the site; it finds this file by its name in the project's directory."""

from pathlib import Path

from tracker.environment import read_or_exit

# Read here as well as by the workers: a worker that cannot start would be started for ever.
_environment = read_or_exit()

wsgi_app = "tracker.wsgi"
bind = f"{_environment.bind}:{_environment.port}"
worker_class = "gthread"
workers = 2
threads = 4
preload_app = True  # imported once, and the workers share its memory
timeout = 60  # seconds
# A list's address may carry 200 chosen requests along, and its form sends that back as well.
limit_request_line = 8190
# A proxy on this machine that hands on whatever a visitor sends would else let them say below which
# path the site lies (SCRIPT_NAME).
forwarder_headers = ""
graceful_timeout = 10  # seconds for pages in progress when the site is stopped
control_socket_disable = True
# The sign of life of a worker is a file; on a slow disk it would come late.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
