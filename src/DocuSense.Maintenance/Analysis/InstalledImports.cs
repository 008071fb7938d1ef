using System.Text;
using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Analysis;

/// <summary>An installed distribution that imports another one where it is there.</summary>
/// <param name="From">Who imports it; PEP 503 normal form.</param>
/// <param name="Evidence">Where.</param>
public sealed record InstalledImport(string From, Evidence Evidence);

/// <summary>
/// Which installed distributions import another one that nothing else seems to use: <c>requests</c> takes <c>simplejson</c> where it is there, and no metadata
/// says so. Their code is read only for the few requirements that would otherwise be called unused.
/// </summary>
internal static class InstalledImports
{
    private static readonly string[] _development = ["tests", "test", "testing", "docs", "examples", "benchmarks"];
    private static readonly byte[][] _importers = [.. new[] { "import", "find_spec", "require" }.Select(Encoding.ASCII.GetBytes)];

    /// <summary>Looks into the code of what the manifests bring.</summary>
    /// <param name="snapshot">The facts.</param>
    /// <param name="candidates">Requirements whose modules are known and which nothing seems to use.</param>
    /// <param name="cancellationToken">Ends the search early.</param>
    /// <returns>By normalised name, the first import in each distribution, in the order of their names.</returns>
    public static IReadOnlyDictionary<string, IReadOnlyList<InstalledImport>> Find(Snapshot snapshot, IReadOnlyCollection<ManifestRequirement> candidates, CancellationToken cancellationToken)
    {
        var found = new SortedDictionary<string, Evidence>(StringComparer.Ordinal);
        var wanted = new List<(ManifestRequirement Declared, byte[] Module)>();
        foreach (ManifestRequirement declared in candidates)
        {
            foreach (string module in Doubts.ModulesOf(snapshot.Graph.Find(declared.Requirement!.NormalizedName), Usage.ModuleMap.Find(declared.Requirement.NormalizedName)))
                wanted.Add((declared, Encoding.UTF8.GetBytes(module)));
        }

        if (wanted.Count == 0)
            return new Dictionary<string, IReadOnlyList<InstalledImport>>();
        var files = new List<(InstalledDistribution From, ManifestRequirement? Root, string Path)>();
        foreach (InstalledDistribution distribution in snapshot.Environment?.Distributions ?? [])
        {
            if (snapshot.Graph.IsReached(distribution.NormalizedName) && !snapshot.Required.IsProject(distribution.NormalizedName))
                AddFiles(distribution, snapshot.Graph.Root(distribution.NormalizedName), files, cancellationToken);
        }

        Processors.ForEach(files.Count, () => index => Search(files[index]), cancellationToken);
        var byName = new Dictionary<string, IReadOnlyList<InstalledImport>>(StringComparer.Ordinal);
        foreach (KeyValuePair<string, Evidence> each in found)
        {
            int space = each.Key.IndexOf(' ');
            string name = each.Key.Substring(0, space);
            byName[name] = [.. byName.TryGetValue(name, out IReadOnlyList<InstalledImport>? known) ? known : [], new InstalledImport(each.Key.Substring(space + 1), each.Value)];
        }

        return byName;

        void Search((InstalledDistribution From, ManifestRequirement? Root, string Path) file)
        {
            byte[] text;
            try
            {
                text = File.ReadAllBytes(file.Path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return;
            }

            foreach ((ManifestRequirement declared, byte[] module) in wanted)
            {
                // What only it brings goes with it.
                string name = declared.Requirement!.NormalizedName;
                if (file.From.NormalizedName == name || ReferenceEquals(file.Root, declared) || FindImport(text, module) is not { } line)
                    continue;
                lock (found)
                {
                    string key = name + " " + file.From.NormalizedName;
                    if (!found.TryGetValue(key, out Evidence? known) || string.CompareOrdinal(file.Path, known.File) < 0)
                        found[key] = new Evidence("optional-dependency", file.Path, line, $"{file.From.Name} imports it where it is there");
                }
            }
        }
    }

    /// <summary>The line of the first import of a module in Python source, from 1; null for none. It errs towards yes.</summary>
    internal static int? FindImport(ReadOnlySpan<byte> text, ReadOnlySpan<byte> module)
    {
        int line = 1;
        int counted = 0;
        for (int at = 0; at < text.Length;)
        {
            int next = text.Slice(at).IndexOf(module);
            if (next < 0)
                return null;
            int place = at + next;
            at = place + module.Length;
            if ((place > 0 && IsWord(text[place - 1])) || (at < text.Length && IsWord(text[at])))
                continue;
            int start = text.Slice(0, place).LastIndexOf((byte)'\n') + 1;
            if (!IsImport(text.Slice(start, place - start), at < text.Length ? text[at] : (byte)'\n'))
                continue;
            for (; counted < place; counted++)
            {
                if (text[counted] == '\n')
                    line++;
            }

            return line;
        }

        return null;
    }

    /// <summary>Whether what stands on the line before a name makes it an import: <c>import</c>, <c>from</c>, or a call with a quoted name.</summary>
    private static bool IsImport(ReadOnlySpan<byte> before, byte after)
    {
        int first = 0;
        while (first < before.Length && before[first] is (byte)' ' or (byte)'\t')
            first++;
        ReadOnlySpan<byte> line = before.Slice(first);
        if (StartsWith(line, "import "))
            return true;
        if (StartsWith(line, "from "))
            return line.Slice(5).IndexOfAny((byte)'.', (byte)' ') < 0;
        if (line.Length == 0 || line[line.Length - 1] is not ((byte)'"' or (byte)'\'') || after is not ((byte)'"' or (byte)'\'' or (byte)'.'))
            return false;
        foreach (byte[] importer in _importers)
        {
            if (line.IndexOf(importer) >= 0)
                return true;
        }

        return false;
    }

    private static bool StartsWith(ReadOnlySpan<byte> text, string word)
    {
        if (text.Length < word.Length)
            return false;
        for (int index = 0; index < word.Length; index++)
        {
            if (text[index] != word[index])
                return false;
        }

        return true;
    }

    private static bool IsWord(byte character) =>
        character is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'0' and <= (byte)'9') or (byte)'_' or >= 0x80;

    private static void AddFiles(InstalledDistribution distribution, ManifestRequirement? root, List<(InstalledDistribution From, ManifestRequirement? Root, string Path)> files, CancellationToken cancellationToken)
    {
        string? site = Path.GetDirectoryName(distribution.MetadataPath);
        if (site is null)
            return;
        foreach (string module in distribution.Modules)
        {
            string path = Path.Combine(site, module.Replace('.', Path.DirectorySeparatorChar));
            if (File.Exists(path + ".py"))
                files.Add((distribution, root, path + ".py"));
            if (!Directory.Exists(path))
                continue;
            var folders = new Stack<string>();
            folders.Push(path);
            while (folders.Count > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                string folder = folders.Pop();
                try
                {
                    foreach (string file in Directory.EnumerateFiles(folder, "*.py"))
                        files.Add((distribution, root, file));
                    foreach (string below in Directory.EnumerateDirectories(folder))
                    {
                        // A link may lead back up.
                        if (Array.IndexOf(_development, Path.GetFileName(below)) < 0 && (File.GetAttributes(below) & FileAttributes.ReparsePoint) == 0)
                            folders.Push(below);
                    }
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    // What cannot be listed cannot be imported either.
                }
            }
        }
    }
}
