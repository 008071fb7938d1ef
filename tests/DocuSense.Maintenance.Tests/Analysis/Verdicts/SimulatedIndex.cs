using DocuSense.Maintenance.Standards;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Analysis.Verdicts;

/// <summary>
/// A small index of distributions as their own metadata describes them (<c>Fixtures/Analysis/index.txt</c>), and an installer that follows dependencies and extras. A name
/// that is not in it is a package of one module named after it.
/// </summary>
internal sealed class SimulatedIndex
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    private SimulatedIndex()
    {
    }

    public static SimulatedIndex Default { get; } = Read();

    /// <summary>Installs requirements and all that they bring.</summary>
    public void Install(TemporaryBackend backend, IEnumerable<Requirement> requirements)
    {
        var extras = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        var pending = new Queue<Requirement>(requirements);
        while (pending.TryDequeue(out Requirement? requirement))
        {
            bool isNew = extras.TryAdd(requirement.NormalizedName, []);
            Entry entry = Find(requirement);
            if (isNew)
                Enqueue(entry.Requires);
            foreach (string extra in requirement.Extras)
            {
                if (extras[requirement.NormalizedName].Add(extra) && entry.Extras.TryGetValue(extra, out List<string>? brought))
                    Enqueue(brought);
            }

            void Enqueue(List<string> texts)
            {
                foreach (string text in texts)
                {
                    Assert.True(Requirement.TryParse(text, out Requirement? dependency, out _), text);
                    pending.Enqueue(dependency!);
                }
            }
        }

        foreach (string name in extras.Keys.Order(StringComparer.Ordinal))
            Install(backend, _entries.TryGetValue(name, out Entry? entry) ? entry : new Entry(name, "1.0"));
    }

    private static void Install(TemporaryBackend backend, Entry entry)
    {
        List<string> metadata = [.. entry.Requires.Select(text => "Requires-Dist: " + text)];
        foreach ((string extra, List<string> requires) in entry.Extras)
        {
            metadata.Add("Provides-Extra: " + extra);
            metadata.AddRange(requires.Select(text => $"Requires-Dist: {text}; extra == '{extra}'"));
        }

        string[]? modules = entry.Modules is null ? null : [.. entry.Modules.Select(module => module.EndsWith(".py", StringComparison.Ordinal) || module.EndsWith(".pyi", StringComparison.Ordinal)
            ? module : module.Replace('.', '/') + "/__init__.py")];
        backend.Install(entry.Name, entry.Version, [.. metadata], modules, entry.EntryPoints.Count == 0 ? null
            : string.Concat(entry.EntryPoints.GroupBy(point => point.Group).Select(group => $"[{group.Key}]\n" + string.Concat(group.Select(point => $"{point.Name} = a:b\n")))));
    }

    private Entry Find(Requirement requirement) =>
        _entries.TryGetValue(requirement.NormalizedName, out Entry? entry) ? entry : new Entry(requirement.Name, "1.0");

    private static SimulatedIndex Read()
    {
        var index = new SimulatedIndex();
        Entry? entry = null;
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "Analysis", "index.txt")))
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            string[] words = line.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (line[0] != ' ')
                index._entries.Add(PackageName.Normalize(words[0]), entry = new Entry(words[0], words[1]));
            else if (words[0] == "modules")
                entry!.Modules = words[1..];
            else if (words[0] == "requires")
                entry!.Requires.AddRange(words[1..]);
            else if (words[0] == "extra")
                entry!.Extras.Add(words[1], [.. words[2..]]);
            else if (words[0] == "script")
                entry!.EntryPoints.AddRange(words[1..].Select(name => ("console_scripts", name)));
            else if (words[0] == "entry")
                entry!.EntryPoints.AddRange(words[2..].Select(name => (words[1], name)));
            else
                throw new InvalidDataException(line);
        }

        return index;
    }

    private sealed class Entry(string name, string version)
    {
        public string Name { get; } = name;

        public string Version { get; } = version;

        public string[]? Modules { get; set; }

        public List<string> Requires { get; } = [];

        public Dictionary<string, List<string>> Extras { get; } = new(StringComparer.Ordinal);

        public List<(string Group, string Name)> EntryPoints { get; } = [];
    }
}
