# An application, served or asked in this process.


def serve(settings, channel):
    """Starts a server's command, tells when it ends, and ends it when the driver says so or goes away."""
    import subprocess
    lead()
    arguments = settings["command"]
    try:
        process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=2, stderr=2, start_new_session=POSIX)
    except OSError as error:
        channel.send({"failed": "%s: %s" % (arguments[0], error.strerror or error)})
        return
    channel.send({"started": process.pid})

    def stop():
        if POSIX:
            others = [process.pid] + descendants(process.pid)
            for number in others:
                try:
                    os.kill(number, signal.SIGTERM)
                except OSError:
                    pass
            wait = time.perf_counter() + 3
            while process.returncode is None and time.perf_counter() < wait:
                time.sleep(0.02)
            kill_tree(process.pid)
            for number in others:
                try:
                    os.kill(number, signal.SIGKILL)
                except OSError:
                    pass
            sweep()
        else:
            process.kill()
        os._exit(0)

    end_with(channel, stop)
    code = process.wait()
    channel.send({"exited": code})
    while True:
        time.sleep(60)


def load_application(text):
    """The object that `module:attribute` names; an attribute with parentheses is called, as servers do for factories."""
    module, _, attribute = text.partition(":")
    value = _frozen_importlib._gcd_import(module)
    call = attribute.endswith("()")
    for part in (attribute[:-2] if call else attribute or "app").split("."):
        value = getattr(value, part)
    return value() if call else value


def is_asynchronous(application):
    """Whether it speaks ASGI: it is a coroutine function, or its __call__ is (ASGI 3), or it takes the scope alone (ASGI 2)."""
    import inspect
    if inspect.isclass(application):
        return hasattr(application, "__await__")
    if inspect.iscoroutinefunction(application) or inspect.iscoroutinefunction(getattr(application, "__call__", None)):
        return True
    try:
        required = [one for one in inspect.signature(application).parameters.values() if one.default is one.empty and one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]
    except (TypeError, ValueError):
        return False
    return len(required) in (1, 3)


def look(settings, channel):
    """Tells what kind of application it is, and whether a server for it is installed."""
    import importlib.util
    places = Places(settings["project"], settings["outside"])
    try:
        application = load_application(settings["application"])
        answer = {"asgi": is_asynchronous(application), "uvicorn": importlib.util.find_spec("uvicorn") is not None}
    except BaseException as error:
        answer = {"error": describe_error(error, places)}
    channel.send(answer)
    os._exit(0)


def serve_wsgi(settings, channel):
    """A WSGI application under the standard library's server, until the driver goes away."""
    from wsgiref import simple_server
    import socketserver

    class Server(socketserver.ThreadingMixIn, simple_server.WSGIServer):
        daemon_threads = True

        def server_bind(self):
            # WSGIServer asks the name service for the host's full name, which may take long.
            socketserver.TCPServer.server_bind(self)
            self.server_name, self.server_port = self.server_address[:2]
            self.setup_environ()

    lead()
    end_with(channel, _end_self)
    places = Places(settings["project"], settings["outside"])
    try:
        application = load_application(settings["application"])
    except BaseException as error:
        channel.send({"error": describe_error(error, places)})
        os._exit(1)
    server = simple_server.make_server("127.0.0.1", settings["port"], application, server_class=Server)
    channel.send({"started": os.getpid()})
    server.serve_forever()


def _end_self():
    if POSIX:
        for number in descendants(os.getpid()):
            try:
                os.kill(number, signal.SIGKILL)
            except OSError:
                pass
        sweep()
        end_group(os.getpid())
    os._exit(0)


def ask_asgi(settings, channel):
    """An ASGI application without a server: its lifespan and one HTTP request, as the ASGI 3 specification has them."""
    import asyncio
    lead()
    end_with(channel, _end_self)
    places = Places(settings["project"], settings["outside"])
    try:
        application = load_application(settings["application"])
        answer = asyncio.run(_ask(application, settings))
    except BaseException as error:
        answer = {"error": describe_error(error, places)}
    channel.send(answer)
    _end_self()


async def _ask(application, settings):
    import asyncio
    state = {}
    to_lifespan = asyncio.Queue()
    from_lifespan = asyncio.Queue()
    await to_lifespan.put({"type": "lifespan.startup"})
    scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.3"}, "state": state}
    failure = []

    async def live():
        try:
            await application(scope, to_lifespan.get, from_lifespan.put)
        except BaseException as error:
            failure.append(error)
        await from_lifespan.put({"type": "lifespan.over"})

    task = asyncio.ensure_future(live())
    started = await from_lifespan.get()
    if started["type"] == "lifespan.startup.failed":
        raise RuntimeError(started.get("message") or "The application's start-up failed.") from (failure[0] if failure else None)
    # An application that knows no lifespan may raise (specification: continue without).
    path, _, query = settings["path"].partition("?")
    body = []
    result = {}
    requests = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive():
        if requests:
            return requests.pop()
        await asyncio.sleep(3600)

    async def send(message):
        if message["type"] == "http.response.start":
            result["status"] = message["status"]
        elif message["type"] == "http.response.body":
            body.append(message.get("body", b""))

    import urllib.parse
    await application({
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1", "method": settings["method"], "scheme": "http",
        "path": urllib.parse.unquote(path), "raw_path": path.encode("ascii", "replace"), "query_string": query.encode("ascii", "replace"), "root_path": "",
        "headers": [(b"host", b"127.0.0.1"), (b"accept", b"*/*")], "client": ("127.0.0.1", 50000), "server": ("127.0.0.1", 80), "state": dict(state),
    }, receive, send)
    await to_lifespan.put({"type": "lifespan.shutdown"})
    try:
        await asyncio.wait_for(asyncio.shield(task), 5)
    except asyncio.TimeoutError:
        task.cancel()
    return {"status": result.get("status"), "body": b"".join(body)[:1 << 20].decode("utf-8", "replace")}
