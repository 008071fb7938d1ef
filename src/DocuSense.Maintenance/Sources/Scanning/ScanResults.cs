namespace DocuSense.Maintenance.Sources.Scanning;

/// <summary>Makes the imports and problems of a scan from what the walk found.</summary>
internal static class ScanResults
{
    /// <summary>The imports, in order of their places; dynamic ones that turned out to call something else are left out.</summary>
    public static Import[] Imports(ReadOnlySpan<byte> text, ScanBuffers buffers, int cell)
    {
        RawImport[] found = buffers.Imports.Items;
        int count = ResolveDynamic(buffers, out bool dynamic);
        if (count == 0)
            return [];
        SourceSpan[]? spans = null;
        if (dynamic)
        {
            // A header's calls come before its block's imports, but arguments stand after the beginning of the call around them.
            Sort(found, count, static (left, right) => left.Start != right.Start ? left.Start.CompareTo(right.Start) : right.End.CompareTo(left.End));
            spans = Spans(text, found, count);
        }
        var map = new PositionMap(text);
        var imports = new Import[count];
        for (int i = 0; i < count; i++)
        {
            ref RawImport raw = ref found[i];
            // Statements do not overlap, so that one pass over the text finds all their places.
            SourceSpan span = spans is null ? map.Span(raw.Start, raw.End) : spans[i];
            imports[i] = new Import
            {
                Kind = raw.Kind,
                Module = raw.Module,
                Level = raw.Level,
                Names = raw.Names,
                Span = span,
                TypeChecking = (raw.Context & Context.TypeChecking) != 0,
                Optional = (raw.Context & Context.Optional) != 0,
                Deferred = (raw.Context & Context.Deferred) != 0,
                Conditional = (raw.Context & Context.Conditional) != 0,
                Package = raw.Package,
                Cell = cell,
            };
        }

        return imports;
    }

    private static SourceSpan[] Spans(ReadOnlySpan<byte> text, RawImport[] found, int count)
    {
        var offsets = new int[count * 2];
        for (int i = 0; i < count; i++)
        {
            offsets[2 * i] = found[i].Start;
            offsets[2 * i + 1] = found[i].End;
        }
        return PositionMap.Spans(text, offsets);
    }

    /// <summary>The problems, in order of their places.</summary>
    public static SourceProblem[] Problems(ReadOnlySpan<byte> text, ScanBuffers buffers)
    {
        int count = buffers.Problems.Count;
        if (count == 0)
            return [];
        var problems = new SourceProblem[count];
        RawProblem[] found = buffers.Problems.Items;
        Sort(found, count, static (left, right) => left.Start.CompareTo(right.Start));
        var offsets = new int[count * 2];
        for (int i = 0; i < count; i++)
        {
            offsets[2 * i] = found[i].Start;
            offsets[2 * i + 1] = found[i].End;
        }
        SourceSpan[] spans = PositionMap.Spans(text, offsets);
        for (int i = 0; i < count; i++)
            problems[i] = new SourceProblem(spans[i], found[i].Message, found[i].MinimumPython);
        return problems;
    }

    /// <summary>Moves the imports to keep to the front, dynamic ones with their final module; gives their number.</summary>
    private static int ResolveDynamic(ScanBuffers buffers, out bool dynamic)
    {
        Pool<RawImport> imports = buffers.Imports;
        DynamicImport? resolver = null;
        dynamic = false;
        int kept = 0;
        if (buffers.DynamicCount == 0)
            return imports.Count;
        for (int i = 0; i < imports.Count; i++)
        {
            RawImport import = imports.Items[i];
            if (import.Callee is not null)
            {
                resolver ??= new DynamicImport(buffers.Bindings);
                string? function = resolver.Resolve(import.Callee);
                if (function is null || !Settle(ref import, function))
                    continue;
            }
            dynamic |= import.Callee is not null;
            imports.Items[kept++] = import;
        }
        return kept;
    }

    private static bool Settle(ref RawImport import, string function)
    {
        bool builtin = function.EndsWith("__import__", StringComparison.Ordinal);
        if (!builtin)
            import.Level = 0;
        if (builtin || function == "pytest.importorskip")
        {
            import.Package = null;
        }
        else
        {
            string dotted = import.Module;
            import.Module = dotted.TrimStart('.');
            import.Level = dotted.Length - import.Module.Length;
            if (import.Level == 0)
                import.Package = null;
        }
        return import.Module.Length > 0 || import.Level > 0;
    }

    /// <summary>Sorts by insertion what is nearly in order already; the library's sort would have to be compiled first for each type.</summary>
    private static void Sort<T>(T[] items, int count, Comparison<T> compare)
    {
        for (int i = 1; i < count; i++)
        {
            T item = items[i];
            int to = i;
            for (; to > 0 && compare(items[to - 1], item) > 0; to--)
                items[to] = items[to - 1];
            items[to] = item;
        }
    }
}
