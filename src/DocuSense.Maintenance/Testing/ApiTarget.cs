using System.Globalization;
using System.Text;

namespace DocuSense.Maintenance.Testing;

/// <summary>A probe, the test of it, and the folder that has to be on the path of the application.</summary>
/// <param name="Probe">What is asked.</param>
/// <param name="Root">Absolute path, or null where the working directory suffices.</param>
/// <param name="Case">The test.</param>
internal sealed record ApiTarget(ApiProbe Probe, string? Root, TestCase Case);

/// <summary>Lists the probes: those declared, or one of the application that can be recognised.</summary>
internal static class ApiTargets
{
    private static readonly (string Call, string Path)[] _calls =
        [("FastAPI(", "/openapi.json"), ("Starlette(", "/"), ("Quart(", "/"), ("Litestar(", "/schema/openapi.json"), ("Flask(", "/"), ("get_asgi_application(", "/"), ("get_wsgi_application(", "/")];

    private static readonly string[] _usual = ["main.py", "app.py", "asgi.py", "wsgi.py", "server.py", "api.py", "__init__.py"];

    public static IReadOnlyList<ApiTarget> List(TestManifest manifest, IReadOnlyList<ImportTarget> targets)
    {
        var list = new List<ApiTarget>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (ApiProbe probe in manifest.Apis)
            list.Add(new ApiTarget(probe, null, Case(probe, probe.File ?? manifest.ProjectFile, probe.Line, seen)));
        if (list.Count == 0 && manifest.FindsApi && Find(manifest, targets) is { } found)
            list.Add(new ApiTarget(found.Probe, found.Root, Case(found.Probe, found.Probe.File, found.Probe.Line, seen)));
        return list;
    }

    private static TestCase Case(ApiProbe probe, string? file, int line, HashSet<string> seen)
    {
        string request = $"{probe.Method.ToUpperInvariant()} {probe.Path}";
        string id = request;
        for (int number = 1; !seen.Add(id); number++)
            id = $"{request} ({probe.Application ?? probe.Command}{(number == 1 ? "" : ", " + number.ToString(CultureInfo.InvariantCulture))})";
        string expected = probe.Status == 0 ? "" : " → " + probe.Status.ToString(CultureInfo.InvariantCulture);
        return new TestCase("api:" + id, TestKind.Api, "api " + id + expected, file, file is null ? 0 : Math.Max(1, line), null);
    }

    /// <summary>The application that a module makes at its top level; of several, the one with the most usual file name nearest to the backend's folder.</summary>
    private static (ApiProbe Probe, string? Root)? Find(TestManifest manifest, IReadOnlyList<ImportTarget> targets)
    {
        (ImportTarget Target, string Name, string Path, int Line, int Rank)? best = null;
        foreach (ImportTarget target in targets)
        {
            if (target.Case.SkipReason is not null || target.Module.IsScript)
                continue;
            string path = target.File.RelativePath;
            int usual = Array.IndexOf(_usual, path.Substring(path.LastIndexOf('/') + 1));
            int rank = (usual < 0 ? _usual.Length : usual) + (10 * path.Count(static character => character == '/'));
            if (best is not null && best.Value.Rank <= rank)
                continue;
            if (Application(target.File.Path) is { } application)
                best = (target, application.Name, application.Path, application.Line, rank);
        }

        if (best is not { } found)
            return null;
        string root = found.Target.Module.Root;
        return (new ApiProbe
        {
            Application = found.Target.Module.Name + ":" + found.Name,
            Path = found.Path,
            File = found.Target.File.Path,
            Line = found.Line,
            Timeout = manifest.ImportTimeout,
        }, root.Length == 0 ? manifest.Backend : Path.Combine(manifest.Backend, root.Replace('/', Path.DirectorySeparatorChar)));
    }

    /// <summary>A line such as <c>app = FastAPI(…)</c>, not indented.</summary>
    private static (string Name, string Path, int Line)? Application(string file)
    {
        string text;
        try
        {
            text = Encoding.UTF8.GetString(File.ReadAllBytes(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        foreach ((string call, string path) in _calls)
        {
            for (int at = text.IndexOf(call, StringComparison.Ordinal); at >= 0; at = text.IndexOf(call, at + 1, StringComparison.Ordinal))
            {
                int start = text.LastIndexOf('\n', at) + 1;
                string before = text.Substring(start, at - start);
                int equals = before.IndexOf('=');
                if (equals < 0 || before.Length == 0 || char.IsWhiteSpace(before[0]) || before[0] == '#')
                    continue;
                string value = before.Substring(equals + 1).Trim();
                string name = before.Substring(0, equals).Split(':')[0].Trim();
                if (!ModuleNaming.IsIdentifier(name) || (value.Length > 0 && value[value.Length - 1] != '.'))
                    continue;
                int line = 1;
                for (int index = 0; index < start; index++)
                    line += text[index] == '\n' ? 1 : 0;
                return (name, path, line);
            }
        }

        return null;
    }
}
