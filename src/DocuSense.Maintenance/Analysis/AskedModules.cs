using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Analysis;

/// <summary>Which files ask whether a module is there before they import it, in another way than a <c>try</c>: <c>find_spec("torch")</c>, <c>"IPython" in sys.modules</c>.</summary>
internal sealed class AskedModules
{
    private readonly Dictionary<string, HashSet<string>> _byFile = new(StringComparer.Ordinal);
    private readonly HashSet<string> _anywhere = new(StringComparer.Ordinal);

    private AskedModules()
    {
    }

    /// <summary>Gathers the questions of a snapshot.</summary>
    public static AskedModules Create(Snapshot snapshot)
    {
        var asked = new AskedModules();
        foreach (FileHints file in snapshot.Hints)
        {
            foreach (UseHint hint in file.Hints)
            {
                if (hint.Target == HintTarget.Presence)
                    asked.Add(snapshot, file.File.Path, hint.Value);
            }
        }

        return asked;
    }

    /// <summary>
    /// Whether an import need not run (it stands in a function, in a block, or is itself a call) and its file asks for what it imports. At module level any file
    /// may ask: one sets the flag that others put conditions on.
    /// </summary>
    public bool Guard(ForeignImport import)
    {
        Import statement = import.Import;
        if (!(statement.Deferred || statement.Conditional || statement.Kind == ImportKind.Dynamic))
            return false;
        return (_byFile.TryGetValue(import.Source.File.Path, out HashSet<string>? asked) && IsAny(asked, import))
            || (Rules.ImportGravity.IsUnderFlag(statement) && AskAnywhere(import));
    }

    /// <summary>Whether any file asks for what an import imports.</summary>
    public bool AskAnywhere(ForeignImport import) => _anywhere.Count > 0 && IsAny(_anywhere, import);

    /// <summary>What is asked for is a distribution; where none is known to provide the module, its top-level name.</summary>
    private void Add(Snapshot snapshot, string file, string module)
    {
        if (!_byFile.TryGetValue(file, out HashSet<string>? asked))
            _byFile.Add(file, asked = new HashSet<string>(StringComparer.Ordinal));
        foreach (string key in KeysOf(snapshot.Imports.Providers.Find(module), snapshot.Known.OfModule(module), module))
        {
            asked.Add(key);
            _anywhere.Add(key);
        }
    }

    private static bool IsAny(HashSet<string> asked, ForeignImport import)
    {
        foreach (string key in KeysOf(import.Installed, import.Known, import.TopLevel))
        {
            if (asked.Contains(key))
                return true;
        }

        return false;
    }

    private static IEnumerable<string> KeysOf(IReadOnlyList<string> installed, IReadOnlyList<string> known, string module)
    {
        foreach (string name in installed)
            yield return Standards.PackageName.Normalize(name);
        foreach (string name in known)
            yield return Standards.PackageName.Normalize(name);
        if (installed.Count + known.Count == 0)
            yield return "module " + (module.IndexOf('.') is > 0 and var dot ? module.Substring(0, dot) : module);
    }
}
