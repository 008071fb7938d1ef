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
    /// <param name="guarded">The files that import it somewhere with its failure caught: what else they import of it runs where that worked, and so does what other files import under a condition.</param>
    /// <param name="loads">How the project's modules import each other.</param>
    public static Severity Of(Snapshot snapshot, ForeignImport import, string distribution, HashSet<string> guarded, Lazy<ModuleReach> loads)
    {
        Import statement = import.Import;
        bool mayNotRun = statement.Deferred || statement.Conditional || statement.Kind == ImportKind.Dynamic;

        // A flag that one file sets where the import worked is what others put conditions on: if HAS_CRT.
        bool isGuarded = mayNotRun && (guarded.Contains(import.Source.File.Path) || (guarded.Count > 0 && IsUnderFlag(statement)));
        if (statement.Optional || isGuarded || snapshot.AskedModules.Guard(import))
            return Severity.Message;
        if (mayNotRun || SourceRole.IsAuxiliary(import.Source.File.RelativePath))
            return Severity.Warning;

        // Whoever imports the file catches the failure.
        if (loads.Value.IsGuarded(import.Source.File.RelativePath))
            return Severity.Message;
        return IsOnDemand(snapshot, import, distribution, loads.Value) ? Severity.Warning : Severity.Error;
    }

    /// <summary>Whether a statement runs when its module is imported, if some condition holds.</summary>
    internal static bool IsUnderFlag(Import import) => import is { Conditional: true, Deferred: false };

    /// <summary>
    /// Whether the file is made to work with what is missing, and nobody else loads it at the start: by its name or folder (<c>contrib/pyopenssl.py</c>), or as one
    /// of those whose names the project computes.
    /// </summary>
    private static bool IsOnDemand(Snapshot snapshot, ForeignImport import, string distribution, ModuleReach loads)
    {
        string path = import.Source.File.RelativePath;
        if (path.IndexOf('/') < 0)
            return false;
        return IsMeant(path) && !loads.IsAtStart(path, IsMeant);

        bool IsMeant(string file) => Array.Exists(FolderOf(file).Split('/'), static folder => Array.IndexOf(_onDemand, folder) >= 0)
            || (!IsProgram(Path.GetFileNameWithoutExtension(file)) && (snapshot.Uses.ComputedImport is not null || IsNamedAfter(file, import, distribution)));
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
        foreach (string folder in FolderOf(path).Split('/'))
        {
            if (IsIts(folder) || IsIts(PackageName.Normalize(folder)))
                return true;
        }

        string name = Path.GetFileNameWithoutExtension(path);
        return name == "sphinxext" || IsIts(PackageName.Normalize(name)) || Array.Exists(name.Split(_wordEnds, StringSplitOptions.RemoveEmptyEntries), IsIts);

        // Not a later part of the module's name: app/consumer.py is no more made for aiokafka.consumer than any other file.
        bool IsIts(string word) => word.Equals(import.TopLevel, StringComparison.OrdinalIgnoreCase) || word.Equals(distribution, StringComparison.OrdinalIgnoreCase);
    }

    private static string FolderOf(string path) => path.LastIndexOf('/') is >= 0 and var slash ? path.Substring(0, slash) : "";
}
