namespace DocuSense.Maintenance.Usage;

/// <summary>What a distribution's name alone tells of its use: plugin systems and stubs name theirs by a convention.</summary>
internal static class NamingConventions
{
    private static readonly string[] _plugins =
    [
        // Loaded through entry points of the tool.
        "pytest-", "flake8-", "pylint-", "mypy-", "tox-", "hatch-", "poetry-plugin-", "poetry-dynamic-", "pdm-", "setuptools-", "nox-", "coverage-", "isort-",
        "sphinx-", "sphinxcontrib-", "sphinxext-", "mkdocs-", "mkdocstrings-", "jupyterlab-", "jupyter-", "nbconvert-", "pygments-", "keyrings-", "ansible-",
        "xdist-", "nose2-", "behave-", "robotframework-", "locust-", "dbt-", "datasette-", "pre-commit-", "semgrep-", "bandit-", "pelican-",
        // Loaded by a name in settings or a URL.
        "django-", "djangorestframework-", "drf-", "wagtail-", "djangocms-", "sqlalchemy-", "celery-", "apache-airflow-", "airflow-", "dagster-",
        "opentelemetry-instrumentation-", "opentelemetry-exporter-", "opentelemetry-propagator-", "opentelemetry-resource-", "opentelemetry-resourcedetector-",
        // Libraries that torch, tensorflow and jax load; nobody imports them.
        "nvidia-", "jax-cuda",
    ];

    /// <summary>The ways that the name tells of; <see cref="UsedWithoutImport.None"/> for most names.</summary>
    public static UsedWithoutImport Flags(string normalizedName)
    {
        if (IsStub(normalizedName))
            return UsedWithoutImport.Stub;
        foreach (string prefix in _plugins)
        {
            if (normalizedName.StartsWith(prefix, StringComparison.Ordinal))
                return UsedWithoutImport.Plugin;
        }

        return UsedWithoutImport.None;
    }

    private static bool IsStub(string name) =>
        name.StartsWith("types-", StringComparison.Ordinal)
        || name.StartsWith("mypy-boto3-", StringComparison.Ordinal)
        || name.EndsWith("-stubs", StringComparison.Ordinal)
        || name.EndsWith("-stubs-ext", StringComparison.Ordinal);
}
