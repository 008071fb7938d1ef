using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Analysis.Rules;

/// <summary>How grave it is that an import fails: an error where the backend then fails to start, as far as its own files tell.</summary>
internal static class ImportGravity
{
    /// <summary>Folders whose modules are taken in where what they work with is there, and code of others that is carried along.</summary>
    private static readonly string[] _onDemand =
        ["contrib", "ext", "extensions", "integrations", "plugins", "sphinxext", "_vendor", "vendor", "vendored", "_vendored", "third_party"];

    /// <summary>Names of modules that something starts, whether or not a file of the project says so.</summary>
    private static readonly string[] _programs =
        ["api", "app", "application", "asgi", "celery", "cli", "init", "main", "manage", "run", "server", "settings", "tasks", "urls", "worker", "wsgi"];

    private static readonly char[] _wordEnds = ['_', '-', '.'];

    /// <summary>The gravity of one import of something that is missing.</summary>
    /// <param name="snapshot">The facts.</param>
    /// <param name="import">The import.</param>
    /// <param name="distribution">What is missing, normalised.</param>
    /// <param name="guarded">The files that import it somewhere with its failure caught: what else they import of it runs where that worked.</param>
    public static Severity Of(Snapshot snapshot, ForeignImport import, string distribution, HashSet<string> guarded)
    {
        Import statement = import.Import;
        bool mayNotRun = statement.Deferred || statement.Conditional || statement.Kind == ImportKind.Dynamic;
        if (statement.Optional || (mayNotRun && guarded.Contains(import.Source.File.Path)))
            return Severity.Message;
        return mayNotRun || SourceRole.IsAuxiliary(import.Source.File.RelativePath) || IsOnDemand(snapshot, import, distribution) ? Severity.Warning : Severity.Error;
    }

    /// <summary>
    /// Whether the file is made to work with what is missing, and nobody else loads it at the start: by its name or folder (<c>contrib/pyopenssl.py</c>), or as one
    /// of those whose names the project computes.
    /// </summary>
    private static bool IsOnDemand(Snapshot snapshot, ForeignImport import, string distribution)
    {
        string path = import.Source.File.RelativePath;
        return path.IndexOf('/') > 0 && !IsProgram(Path.GetFileNameWithoutExtension(path))
            && (snapshot.Uses.ComputedImport is not null || IsNamedAfter(path, import, distribution)) && !IsLoaded(snapshot, import.Source);
    }

    private static bool IsProgram(string name)
    {
        foreach (string word in name.Split(_wordEnds, StringSplitOptions.RemoveEmptyEntries))
        {
            if (Array.IndexOf(_programs, word) >= 0)
                return true;
        }

        return false;
    }

    private static bool IsNamedAfter(string path, ForeignImport import, string distribution)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string part in import.Module.Split('.'))
            names.Add(part);
        names.Add(distribution);
        foreach (string part in path.Substring(0, path.LastIndexOf('.')).Split('/'))
        {
            if (Array.IndexOf(_onDemand, part) >= 0 || names.Contains(part) || names.Contains(PackageName.Normalize(part)))
                return true;
            foreach (string word in part.Split(_wordEnds, StringSplitOptions.RemoveEmptyEntries))
            {
                if (names.Contains(word))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether production code outside the file's own folder imports it when it is itself imported, or a setting or command names it.</summary>
    private static bool IsLoaded(Snapshot snapshot, ScannedFile file)
    {
        string folder = FolderOf(file.File.RelativePath);
        string module = ModuleOf(file.File.RelativePath);
        foreach (FileHints hints in snapshot.Hints)
        {
            foreach (Usage.UseHint hint in hints.Hints)
            {
                if (hint.Target == Usage.HintTarget.Module && Reaches(hint.Value, module))
                    return true;
            }
        }

        foreach (ScannedFile source in snapshot.Sources)
        {
            if (source.Result is null || source.File.RelativePath.StartsWith(folder + "/", StringComparison.Ordinal) || SourceRole.IsAuxiliary(source.File.RelativePath))
                continue;
            foreach (Import import in source.Result.Imports)
            {
                if (!import.Optional && !import.Deferred && !import.Conditional && !import.TypeChecking && Reaches(import, source.File.RelativePath, module))
                    return true;
            }
        }

        return false;
    }

    private static bool Reaches(Import import, string file, string module)
    {
        string from = import.Module;
        if (import.Level > 0)
        {
            string folder = FolderOf(file);
            for (int level = 1; level < import.Level; level++)
                folder = FolderOf(folder);
            folder = folder.Replace('/', '.');
            from = from.Length == 0 ? folder : folder.Length == 0 ? from : folder + "." + from;
        }

        if (Reaches(from, module))
            return true;
        foreach (string name in import.Names)
        {
            if (Reaches(from + "." + name, module))
                return true;
        }

        return false;
    }

    /// <summary>Whether importing a name runs the module: it is that, or below it; a root such as <c>src</c> may stand before the module's own name.</summary>
    private static bool Reaches(string imported, string module) =>
        imported.Length > 0 && (Begins(imported, module) || (module.EndsWith("." + imported, StringComparison.Ordinal) && imported.IndexOf('.') > 0));

    private static bool Begins(string text, string prefix) =>
        text.StartsWith(prefix, StringComparison.Ordinal) && (text.Length == prefix.Length || text[prefix.Length] == '.');

    private static string FolderOf(string path) => path.LastIndexOf('/') is >= 0 and var slash ? path.Substring(0, slash) : "";

    private static string ModuleOf(string path)
    {
        string module = path.Substring(0, path.LastIndexOf('.')).Replace('/', '.');
        return module.EndsWith(".__init__", StringComparison.Ordinal) ? module.Substring(0, module.Length - ".__init__".Length) : module;
    }
}
