def main(incoming):
    channel = Channel(incoming)
    settings = channel.read()
    if settings is None:
        return
    mode = settings["mode"]
    if "project" in settings:
        channel.send({"root": os.path.realpath(settings["project"])})
    if mode == "tests":
        places = Places(settings["project"], settings["outside"])
        _frozen_importlib._find_and_load = find_and_load
        refused = preload(settings["preload"], places.own)
        if refused:
            channel.send({"refused": refused[0], "reason": refused[1]})
            return
        hide()
        gc.collect()
        gc.freeze()
        global REPORT
        REPORT = os.dup(0)
        faulthandler.enable(REPORT, all_threads=False)
        faulthandler.register(DUMP_SIGNAL, file=REPORT, all_threads=True, chain=False)
        channel.send({"ready": len(hidden)})
        run_all(channel, settings, places)
        sweep()
        channel.send({"over": True})
    elif mode == "test":
        lead()
        _frozen_importlib._find_and_load = find_and_load
        hide()
        end_with(channel, _end_self)
        run_test(settings["test"], settings, channel, Places(settings["project"], settings["outside"]), False)
    elif mode == "describe":
        describe(channel)
    elif mode == "look":
        end_with(channel, _end_self)
        look(settings, channel)
    elif mode == "serve":
        serve(settings, channel)
    elif mode == "wsgi":
        serve_wsgi(settings, channel)
    elif mode == "asgi":
        ask_asgi(settings, channel)


main(incoming)
