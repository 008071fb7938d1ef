namespace DocuSense.Maintenance.Usage.Texts;

/// <summary>A region of a text that is shell.</summary>
/// <param name="Start">Where it starts.</param>
/// <param name="End">Just past its end.</param>
/// <param name="Dialect">Whose rules apply.</param>
internal sealed record ShellRegion(int Start, int End, Dialect Dialect);

/// <summary>Reads shell text, and the scripts that its commands hold in turn (<c>sh -c "…"</c>), without recursion.</summary>
internal static class ShellScript
{
    private const int MaximumNesting = 4;

    /// <summary>Reads a region of a text.</summary>
    /// <param name="sink">Takes what is found, and holds the text.</param>
    /// <param name="start">Where the region starts.</param>
    /// <param name="end">Just past its end.</param>
    /// <param name="dialect">Whose rules apply.</param>
    /// <param name="folded">Whether a line's end is a mere space, as in a folded YAML block or an instruction of a Dockerfile.</param>
    public static void Read(HintSink sink, int start, int end, Dialect dialect = Dialect.Posix, bool folded = false)
    {
        var pending = new Stack<Nested>();
        pending.Push(new Nested(new ShellRegion(start, end, dialect), 0));
        ReadPending(sink, pending, folded);
    }

    /// <summary>Reads a command whose words are known, and the scripts among them.</summary>
    public static void Read(HintSink sink, IReadOnlyList<Word> words)
    {
        var commands = new CommandLine(sink);
        commands.Read(words);
        var pending = new Stack<Nested>();
        foreach (ShellRegion script in commands.Scripts)
            pending.Push(new Nested(script, 1));
        ReadPending(sink, pending, folded: false);
    }

    private static void ReadPending(HintSink sink, Stack<Nested> pending, bool folded)
    {
        while (pending.Count > 0)
        {
            Nested next = pending.Pop();
            ShellRegion region = next.Region;
            var commands = new CommandLine(sink);
            new ShellReader(new ShellCursor(sink.Text, region.Start, region.End, region.Dialect), folded && next.Depth == 0, commands).ReadAll();
            if (next.Depth == MaximumNesting)
                continue;
            foreach (ShellRegion script in commands.Scripts)
                pending.Push(new Nested(script, next.Depth + 1));
        }
    }

    private sealed record Nested(ShellRegion Region, int Depth);
}
