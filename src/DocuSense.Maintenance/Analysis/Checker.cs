using System.Text;

namespace DocuSense.Maintenance.Analysis;

/// <summary>The static check: observes, analyses, and remembers what it found.</summary>
public static class Checker
{
    /// <summary>Temporary body, to be replaced by the real engine.</summary>
    public static CheckResult Run(CheckOptions options, CancellationToken cancellationToken = default)
    {
        var found = new List<Diagnostic>();
        int sources = 0, requirements = 0;
        bool replayed = false;
        if (!Directory.Exists(options.Backend))
        {
            Add("DSM9001", null, 0, $"The backend folder '{options.Backend}' does not exist.", null);
        }
        else
        {
            var imported = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            var key = new StringBuilder(options.ToolVersion);
            foreach (string py in Directory.GetFiles(options.Backend, "*.py", SearchOption.AllDirectories))
            {
                cancellationToken.ThrowIfCancellationRequested();
                sources++;
                foreach (string line in File.ReadAllLines(py))
                {
                    string[] words = line.Split(' ', '.');
                    if (words.Length > 1 && words[0] is "import" or "from")
                        imported.Add(words[1]);
                }

                key.Append(py).Append(File.GetLastWriteTimeUtc(py).Ticks);
            }

            string[] manifests = [.. options.Manifests];
            if (manifests.Length == 0 && File.Exists(Path.Combine(options.Backend, "requirements.txt")))
                manifests = [Path.Combine(options.Backend, "requirements.txt")];
            foreach (string manifest in manifests)
            {
                var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
                string[] lines = File.ReadAllLines(manifest);
                key.Append(string.Join("\n", lines));
                for (int index = 0; index < lines.Length; index++)
                {
                    string text = lines[index].Split('#')[0].Trim();
                    if (text.Length == 0)
                        continue;
                    if (text.StartsWith("-r ", StringComparison.Ordinal))
                    {
                        if (!File.Exists(Path.Combine(Path.GetDirectoryName(manifest)!, text.Substring(3))))
                            Add("DSM2008", manifest, index + 1, $"'{text.Substring(3)}' does not exist.", null, 4);
                        continue;
                    }

                    requirements++;
                    string name = text.Split('=', '>', '<', '[', ' ', '~', '!')[0];
                    if (text[text.Length - 1] == '=')
                        Add("DSM2007", manifest, index + 1, $"'{text}' is not a requirement.", name, text.Length + 1);
                    else if (!seen.Add(name))
                        Add("DSM2006", manifest, index + 1, $"'{name}' is required twice.", name);
                    else if (!imported.Contains(name))
                        Add("DSM3001", manifest, index + 1, $"'{name}' is required but nothing uses it.", name);
                }
            }

            if (options.OutputFolder is string folder)
            {
                Directory.CreateDirectory(folder);
                string cache = Path.Combine(folder, "check.cache");
                replayed = File.Exists(cache) && File.ReadAllText(cache) == key.ToString();
                Write(cache, key.ToString());
                Write(Path.Combine(folder, "analysis.json"), "{ \"schema\": 1, \"imports\": [], \"requirements\": [], \"distributions\": [], \"diagnostics\": [] }");
            }
        }

        int before = found.Count;
        foreach (Suppression suppression in options.Suppressions)
        {
            int matched = found.RemoveAll(finding => finding.Code == suppression.Code && (suppression.Package is null || suppression.Package == finding.Package));
            before -= matched == 0 ? 0 : matched;
            if (matched == 0)
                Add("DSM9003", suppression.File, 1, $"The suppression of {suppression.Code} matches nothing.", null);
        }

        return new CheckResult { Diagnostics = found, SourceFileCount = sources, RequirementCount = requirements, Replayed = replayed };

        void Add(string code, string? file, int line, string message, string? package, int column = 1) =>
            found.Add(new Diagnostic
            {
                Code = code, Severity = DiagnosticCatalogue.Get(code).Severity, File = file, Message = message, Package = package,
                Span = SourceSpan.OnLine(line, column, 1),
            });
    }

    private static void Write(string path, string text)
    {
        string temporary = path + "." + Guid.NewGuid().ToString("N");
        File.WriteAllText(temporary, text);
        try
        {
            if (File.Exists(path))
                File.Replace(temporary, path, null);
            else
                File.Move(temporary, path);
        }
        catch (IOException)
        {
            File.Delete(temporary);
        }
    }
}
