# The environment as this interpreter sees it.


def describe(channel):
    import importlib.metadata
    import platform
    distributions = []
    seen = set()
    for distribution in importlib.metadata.distributions():
        try:
            metadata = distribution.metadata
            name = metadata["Name"]
            if not name:
                continue
            key = name.lower().replace("_", "-").replace(".", "-")
            if key in seen:
                continue
            seen.add(key)
            path = getattr(distribution, "_path", None)
            distributions.append([name, distribution.version or "", list(distribution.requires or ()), metadata.get_all("Provides-Extra") or [], str(path) if path else ""])
        except Exception:
            # What one distribution's metadata lacks is reported by the check.
            continue
    implementation = sys.implementation
    version = "%d.%d.%d" % implementation.version[:3]
    if implementation.version.releaselevel != "final":
        version += implementation.version.releaselevel[0] + str(implementation.version.serial)
    channel.send({
        "version": platform.python_version(),
        "prefix": sys.prefix,
        "base": sys.base_prefix,
        "markers": {
            "os_name": os.name, "sys_platform": sys.platform, "platform_machine": platform.machine(), "platform_release": platform.release(),
            "platform_version": platform.version(), "implementation_name": implementation.name, "implementation_version": version,
        },
        "distributions": distributions,
    })
