namespace DocuSense.Maintenance.Tests.Analysis.Verdicts;

/// <summary>One case of a fixture: files, and what is to be said of them with the requirements installed and without.</summary>
/// <remarks>
/// <c>=== title</c> begins a case, <c>--- path</c> a file. <c>>>> name verdict</c> is a verdict in both modes, <c>>>> name verdict/verdict</c> with and without an
/// environment; a word after it is the kind of the first evidence. <c>!!! finding</c> is a finding of the usage rules other than those that follow from verdicts;
/// <c>!with</c> and <c>!without</c> are for one mode.
/// </remarks>
internal sealed class VerdictCase(string title)
{
    public string Title { get; } = title;

    public List<(string Path, string Text)> Files { get; } = [];

    public List<(string Name, string With, string Without, string Kind)> Verdicts { get; } = [];

    public List<(string Finding, bool With, bool Without)> Findings { get; } = [];

    public static IEnumerable<VerdictCase> Read(string fixture)
    {
        VerdictCase? current = null;
        string? path = null;
        var text = new System.Text.StringBuilder();
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "Analysis", fixture)))
        {
            if (line.StartsWith("=== ", StringComparison.Ordinal))
            {
                EndFile();
                if (current is not null)
                    yield return current;
                current = new VerdictCase(line[4..].Trim());
            }
            else if (line.StartsWith("--- ", StringComparison.Ordinal))
            {
                EndFile();
                path = line[4..].Trim();
            }
            else if (line.StartsWith(">>> ", StringComparison.Ordinal))
            {
                EndFile();
                string[] words = line[4..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                string[] verdicts = words[1].Split('/');
                current!.Verdicts.Add((words[0], verdicts[0], verdicts[^1], words.Length > 2 ? words[2] : ""));
            }
            else if (line.StartsWith('!') && path is null)
            {
                int space = line.IndexOf(' ', StringComparison.Ordinal);
                current!.Findings.Add((line[(space + 1)..].Trim(), line[..space] != "!without", line[..space] != "!with"));
            }
            else if (path is not null)
            {
                text.Append(line).Append('\n');
            }
        }

        EndFile();
        if (current is not null)
            yield return current;

        void EndFile()
        {
            if (path is not null)
                current!.Files.Add((path, text.ToString().TrimEnd('\n') + "\n"));
            path = null;
            text.Clear();
        }
    }
}
