using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Usage.Python;

namespace DocuSense.Maintenance.Usage;

/// <summary>Finds what Python source uses without importing it. Pure: the text in, hints out, whatever the text.</summary>
public static class PythonUses
{
    /// <summary>The evidence in a source, in the order of its places. Comments and docstrings are none.</summary>
    /// <param name="text">The source.</param>
    /// <param name="imports">Its imports, which tell what is only for type checking and what is optional.</param>
    /// <param name="isTest">Whether it is a test, whose functions ask for pytest's fixtures by name.</param>
    public static IReadOnlyList<UseHint> Find(string text, IReadOnlyList<Import> imports, bool isTest) =>
        Find(text, imports, isTest, ImplicitUses.Default);

    /// <inheritdoc cref="Find(string, IReadOnlyList{Import}, bool)"/>
    /// <param name="text">The source.</param>
    /// <param name="imports">Its imports, which tell what is only for type checking and what is optional.</param>
    /// <param name="isTest">Whether it is a test, whose functions ask for pytest's fixtures by name.</param>
    /// <param name="table">What is known to be needed without an import.</param>
    public static IReadOnlyList<UseHint> Find(string text, IReadOnlyList<Import> imports, bool isTest, ImplicitUses table)
    {
        if (text.Length == 0)
            return [];
        var sink = new HintSink(text, table);
        ValueList<PythonToken> tokens = PythonTokens.Read(text);
        PythonNames names = PythonNames.Read(text, tokens, imports, table);
        new PythonCode(sink, tokens, names, imports, isTest).Read();
        return sink.ToList();
    }
}
