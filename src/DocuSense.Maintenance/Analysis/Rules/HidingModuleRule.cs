using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Analysis.Rules;

/// <summary>
/// DSM3006: a module at the backend's root that hides a standard or a required one, and an import that goes wrong by it. Only the root counts: the folder of the
/// program that is started comes first in <c>sys.path</c>, whereas modules in packages hide nothing.
/// </summary>
public sealed class HidingModuleRule : IRule
{
    /// <summary>Modules that the interpreter has built in, frozen, or loaded before any folder is searched: nothing hides them.</summary>
    private static readonly HashSet<string> _unhidable = new(StringComparer.Ordinal)
    {
        "__future__", "__main__", "_thread", "abc", "atexit", "builtins", "codecs", "encodings", "errno", "faulthandler", "gc", "genericpath", "importlib", "io", "itertools", "marshal",
        "nt", "ntpath", "os", "posix", "posixpath", "pwd", "runpy", "site", "stat", "sys", "sysconfig", "time", "warnings", "winreg", "zipimport",
    };

    private static readonly string[] _programs = ["__main__", "app", "application", "asgi", "conftest", "main", "manage", "run", "server", "wsgi"];

    /// <inheritdoc/>
    public void Analyse(Snapshot snapshot, DiagnosticList findings)
    {
        Dictionary<string, string> root = RootModules(snapshot);
        if (root.Count == 0 || root.ContainsKey("__init__") || !IsOnPath(snapshot, root))
            return;

        var reported = new HashSet<string>(StringComparer.Ordinal);
        foreach (ScannedFile source in snapshot.Sources)
        {
            foreach (Import import in source.Result?.Imports ?? [])
            {
                if (import.Level > 0 || import.Module.Length == 0 || import.TypeChecking)
                    continue;
                int dot = import.Module.IndexOf('.');
                string topLevel = dot < 0 ? import.Module : import.Module.Substring(0, dot);
                if (!root.TryGetValue(topLevel, out string? file) || reported.Contains(topLevel) || IsNearer(snapshot, source, topLevel))
                    continue;
                string? hidden = HiddenStandard(snapshot, topLevel) ? IsMeant(snapshot, source, import, file) ? "standard module '" + topLevel + "'" : null
                    : Hidden(snapshot, import, topLevel) is { } distribution && !IsOwn(snapshot, import, file) ? "module '" + topLevel + "' of " + distribution : null;
                if (hidden is null)
                    continue;
                reported.Add(topLevel);
                findings.Add("DSM3006", Path.Combine(snapshot.Options.Backend, file.Replace('/', Path.DirectorySeparatorChar)), SourceSpan.Start,
                    $"'{file}' hides the {hidden}, so that the import of '{import.Module}' in {source.File.RelativePath}, line {import.Span.Line}, gets the project's own; rename '{(file.EndsWith("/__init__.py", StringComparison.Ordinal) ? topLevel : file)}'.",
                    topLevel);
            }
        }
    }

    /// <summary>Files and packages directly in the backend's folder, by their names.</summary>
    private static Dictionary<string, string> RootModules(Snapshot snapshot)
    {
        var root = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (ScannedFile source in snapshot.Sources)
        {
            string path = source.File.RelativePath;
            int slash = path.IndexOf('/');
            if (slash < 0 && path.EndsWith(".py", StringComparison.Ordinal))
            {
                // A package is taken before a file of the same name.
                string name = path.Substring(0, path.Length - 3);
                if (!root.ContainsKey(name))
                    root.Add(name, path);
            }
            else if (slash > 0 && path.Length == slash + "/__init__.py".Length && path.EndsWith("/__init__.py", StringComparison.Ordinal))
            {
                root[path.Substring(0, slash)] = path;
            }
        }

        return root;
    }

    /// <summary>Whether the backend is run from its own folder: a program is there, or code imports modules of it by their own names.</summary>
    private static bool IsOnPath(Snapshot snapshot, Dictionary<string, string> root)
    {
        foreach (string program in _programs)
        {
            if (root.TryGetValue(program, out string? file) && file.IndexOf('/') < 0)
                return true;
        }

        foreach (ForeignImport import in snapshot.Imports.Imports)
        {
            if (import.Ownership == Ownership.FirstParty && root.ContainsKey(import.TopLevel) && import.Known.Count == 0 && import.Installed.Count == 0
                && import.Source.File.RelativePath.IndexOf('/') > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a module of that name lies beside the importing file, and may be the one that is meant.</summary>
    private static bool IsNearer(Snapshot snapshot, ScannedFile source, string topLevel)
    {
        int slash = source.File.RelativePath.LastIndexOf('/');
        return slash > 0 && snapshot.Modules.IsIn(source.File.RelativePath.Substring(0, slash), topLevel);
    }

    private static bool HiddenStandard(Snapshot snapshot, string name) =>
        !_unhidable.Contains(name) && StandardLibrary.Contains(name, snapshot.PythonMinor ?? StandardLibraryNames.NewestMinor);

    /// <summary>
    /// Whether the import means the standard module: the hiding file imports its own name, or a part is imported that only the standard module has.
    /// </summary>
    private static bool IsMeant(Snapshot snapshot, ScannedFile source, Import import, string file)
    {
        if (source.File.RelativePath == file)
            return import.Names.Count == 0 || !IsOwn(snapshot, import, file);
        return import.Module.IndexOf('.') > 0 && !IsOwn(snapshot, import, file);
    }

    /// <summary>The required distribution whose module is hidden, or null.</summary>
    private static string? Hidden(Snapshot snapshot, Import import, string topLevel)
    {
        foreach (string provider in snapshot.Imports.Providers.Find(import.Module))
        {
            if (snapshot.Required.Contains(provider) && !snapshot.Required.IsProject(provider))
                return snapshot.Graph.Find(provider)?.Name ?? provider;
        }

        foreach (string provider in snapshot.Known.OfModule(import.Module))
        {
            if (snapshot.Required.Contains(PackageName.Normalize(provider)))
                return provider;
        }

        string named = PackageName.Normalize(topLevel);
        return snapshot.Required.Contains(named) && !snapshot.Required.IsProject(named) && snapshot.Graph.Find(named) is null && ModulesAreUnknown(named) ? topLevel : null;

        static bool ModulesAreUnknown(string name) => Usage.ModuleMap.Find(name) is null;
    }

    /// <summary>Whether the project's package has what is imported from it below its own name.</summary>
    private static bool IsOwn(Snapshot snapshot, Import import, string file)
    {
        if (!file.EndsWith("/__init__.py", StringComparison.Ordinal))
            return false;
        int dot = import.Module.LastIndexOf('.');
        if (dot > 0)
            return snapshot.Modules.IsIn(import.Module.Substring(0, dot).Replace('.', '/'), import.Module.Substring(dot + 1));
        foreach (string name in import.Names)
        {
            if (snapshot.Modules.IsIn(import.Module, name))
                return true;
        }

        return false;
    }
}
