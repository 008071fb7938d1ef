using System.Text;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Sources.Scanning;
using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Analysis;

/// <summary>What a file uses without importing it.</summary>
/// <param name="File">A source, or a text file such as a container's or a script.</param>
/// <param name="IsSource">Whether it is Python source.</param>
/// <param name="Hints">In the order of their places; empty for most files.</param>
public sealed record FileHints(SourceFile File, bool IsSource, IReadOnlyList<UseHint> Hints)
{
    /// <summary>A larger source is generated data: its imports count, and it is not cut into tokens.</summary>
    private const int MaximumSource = 1 << 20;

    /// <summary>Most of a notebook is what its cells printed, which is passed over.</summary>
    private const int MaximumNotebook = 16 << 20;

    private static readonly UseHint[] _none = [];

    /// <summary>The hints of a Python source whose bytes are at hand.</summary>
    internal static IReadOnlyList<UseHint> OfSource(SourceFile file, ReadOnlyMemory<byte> source, ScanResult result, ImplicitUses table)
    {
        // A stub runs nothing.
        bool isNotebook = file.RelativePath.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase);
        if (isNotebook)
            source = source.Length > MaximumNotebook ? default(ReadOnlyMemory<byte>) : NotebookScan.CodeOf(source.Span);
        else if (!file.RelativePath.EndsWith(".py", StringComparison.OrdinalIgnoreCase) && !file.RelativePath.EndsWith(".pyw", StringComparison.OrdinalIgnoreCase))
            return _none;
        bool isTest = SourceRole.IsTest(file.RelativePath);
        string name = file.RelativePath.Substring(file.RelativePath.LastIndexOf('/') + 1);
        IReadOnlyList<UseHint> byName = TextUses.Find(isNotebook ? "*.ipynb" : name, "", table);
        if (source.Length > MaximumSource || !PythonTriggers.MayHoldUse(file.RelativePath, source.Span, result.Imports, isTest, table))
            return byName;
        IReadOnlyList<UseHint> found = PythonUses.Find(TextOf(source), result.Imports, isTest, table);
        return byName.Count == 0 ? found : [.. byName, .. found];
    }

    private static string TextOf(ReadOnlyMemory<byte> source)
    {
        ScanBuffers buffers = ScanBuffers.Rent();
        try
        {
            return Utf8.Text(SourceText.Read(source, buffers).Bytes.Span);
        }
        finally
        {
            buffers.Return();
        }
    }

    /// <summary>The hints of a text file; none where it cannot be read, which the search for mentions then says.</summary>
    internal static IReadOnlyList<UseHint> OfText(SourceFile file, ImplicitUses table)
    {
        if (!TextUses.IsRelevant(file.RelativePath))
            return _none;
        try
        {
            return TextUses.Find(file.RelativePath, System.IO.File.ReadAllText(file.Path, Encoding.UTF8), table);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Security.SecurityException)
        {
            return _none;
        }
    }
}
