using System.Runtime.CompilerServices;

namespace DocuSense.Maintenance.Sources.Scanning;

/// <content>What the first word of a statement asks for.</content>
internal ref partial struct SourceWalker
{
    /// <summary>Reads one statement, or the header of a compound one; the position becomes that of the stop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Stop Statement(ref int position, int column)
    {
        int start = position;
        ReadOnlySpan<byte> text = _text;
        switch (text[start])
        {
            case (byte)'i':
                if (Bytes.IsWord(text, start, "if"u8))
                    return If(ref position, column, isElif: false);
                if (Bytes.IsWord(text, start, "import"u8))
                    return ImportStatement(ref position);
                break;
            case (byte)'f':
                if (Bytes.IsWord(text, start, "from"u8))
                    return FromStatement(ref position);
                if (Bytes.IsWord(text, start, "for"u8))
                    return Branch(ref position, start + 3, column);
                if (Bytes.IsWord(text, start, "finally"u8))
                    return Header(ref position, start + 7);
                break;
            case (byte)'d':
                if (Bytes.IsWord(text, start, "def"u8))
                    return Definition(ref position, start + 3, column, BlockKind.Function);
                break;
            case (byte)'c':
                if (Bytes.IsWord(text, start, "class"u8))
                    return Definition(ref position, start + 5, column, BlockKind.None);
                if (Bytes.IsWord(text, start, "case"u8) && _buffers.Blocks.Count > 0 && _buffers.Blocks.Top.Kind == BlockKind.Match)
                    return Case(ref position, column);
                break;
            case (byte)'e':
                if (Bytes.IsWord(text, start, "else"u8))
                    return Else(ref position, column);
                if (Bytes.IsWord(text, start, "elif"u8))
                    return If(ref position, column, isElif: true);
                if (Bytes.IsWord(text, start, "except"u8))
                    return Except(ref position, column);
                if (Bytes.IsWord(text, start, "exec"u8))
                    return Python2Statement(ref position, start + 4);
                break;
            case (byte)'t':
                if (Bytes.IsWord(text, start, "try"u8))
                    return Try(ref position, column);
                if (Bytes.IsWord(text, start, "type"u8))
                    return TypeAlias(ref position);
                break;
            case (byte)'w':
                if (Bytes.IsWord(text, start, "with"u8))
                    return With(ref position, start + 4, column);
                if (Bytes.IsWord(text, start, "while"u8))
                    return Branch(ref position, start + 5, column);
                break;
            case (byte)'a':
                if (Bytes.IsWord(text, start, "async"u8))
                    return Async(ref position, column);
                break;
            case (byte)'m':
                if (Bytes.IsWord(text, start, "match"u8))
                    return Match(ref position, column);
                break;
            case (byte)'p':
                if (Bytes.IsWord(text, start, "print"u8))
                    return Python2Statement(ref position, start + 5);
                break;
        }
        return Simple(ref position, start, column);
    }

    /// <summary>Statements of no interest but for the calls in them: one, or as many lines of them as follow each other.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Stop Simple(ref int position, int start, int column)
    {
        Pool<Block> blocks = _buffers.Blocks;
        if (_notebook || !_buffers.Indents.Top.Is(column, column) || (blocks.Count > 0 && blocks.Top.Indent >= column))
            column = -1;
        Stop stop = PassPlainMarks(ref start, ref position, header: false, column);
        if (stop == Stop.None)
            stop = Walk(start, ref position, header: false);
        if (_pendingDynamic)
            DynamicImports(start, position);
        return stop;
    }

    /// <summary>Walks a header to its colon; one without a colon is an error, and taken for a header all the same.</summary>
    private Stop Header(ref int position, int from)
    {
        int start = position;
        _lambdas = 0;
        position = from;
        Stop stop = Walk(ref position, header: true);
        if (stop != Stop.Block)
            Problem(position, position, "Expected ':'");
        if (_pendingDynamic)
            DynamicImports(start, position);
        if (stop == Stop.Line)
        {
            // The block is pushed on top by the caller; its lines follow.
            _expectIndent = true;
        }
        return stop;
    }

    /// <summary>A header whose body may not run: a loop.</summary>
    private Stop Branch(ref int position, int from, int column)
    {
        Stop stop = Header(ref position, from);
        Push(BlockKind.Plain, column, Current | Context.Conditional);
        return stop;
    }

    private Stop Definition(ref int position, int from, int column, BlockKind kind)
    {
        int name = Bytes.SkipBlanks(_text, from);
        int bracket = Bytes.SkipBlanks(_text, Bytes.IdentifierEnd(_text, name));
        if (bracket < _end && _text[bracket] == (byte)'[' && bracket > name)
            Requires(12, bracket, bracket + 1, "Type parameters need Python 3.12");
        Stop stop = Header(ref position, from);
        if (kind == BlockKind.Function)
            Push(kind, column, Current | Context.Deferred);
        return stop;
    }

    private Stop Async(ref int position, int column)
    {
        int start = position;
        int word = Bytes.SkipBlanks(_text, start + 5);
        if (Bytes.IsWord(_text, word, "def"u8))
            return Definition(ref position, word + 3, column, BlockKind.Function);
        if (Bytes.IsWord(_text, word, "for"u8))
            return Branch(ref position, word + 3, column);
        if (Bytes.IsWord(_text, word, "with"u8))
            return With(ref position, word + 4, column);
        return Simple(ref position, start, column);
    }

    private Stop If(ref int position, int column, bool isElif)
    {
        int start = position;
        bool elseIsTypeChecking = false;
        if (isElif && _left.Kind == BlockKind.If)
            elseIsTypeChecking = _left.ElseIsTypeChecking;
        Context outer = Current;
        Context chain = elseIsTypeChecking ? outer | Context.TypeChecking : outer;
        _headerContext = chain;
        Stop stop = Header(ref position, start + (isElif ? 4 : 2));
        _headerContext = null;
        bool body = false, other = false;
        if (_hasTypeChecking && position - start > 13 && _text.Slice(start, position - start).IndexOf("TYPE_CHECKING"u8) >= 0)
        {
            int testStart = start + (isElif ? 4 : 2);
            Tokenize(testStart, position);
            (body, other) = TypeCheckingTest();
        }
        Push(BlockKind.If, column, chain | (body ? Context.Conditional | Context.TypeChecking : Context.Conditional));
        _buffers.Blocks.Top.ElseIsTypeChecking = elseIsTypeChecking || other;
        return stop;
    }

    private Stop Else(ref int position, int column)
    {
        Block left = _left;
        Stop stop = Header(ref position, position + 4);
        bool isTypeChecking = left.Kind == BlockKind.If && left.ElseIsTypeChecking;
        Push(BlockKind.Plain, column, Current | (isTypeChecking ? Context.Conditional | Context.TypeChecking : Context.Conditional));
        return stop;
    }

    private Stop Try(ref int position, int column)
    {
        Stop stop = Header(ref position, position + 3);
        Push(BlockKind.Try, column, Current);
        _buffers.Blocks.Top.BodyStart = _buffers.Imports.Count;
        return stop;
    }

    private Stop Except(ref int position, int column)
    {
        int start = position;
        int bodyStart = 0, bodyEnd = 0;
        if (_left.Kind == BlockKind.Try)
            (bodyStart, bodyEnd) = (_left.BodyStart, _buffers.Imports.Count);
        else if (_left.Kind == BlockKind.Except)
            (bodyStart, bodyEnd) = (_left.BodyStart, _left.BodyEnd);
        Stop stop = Header(ref position, start + 6);
        Tokenize(start + 6, position);
        // Where something before it in the body failed, an import is not reached, whatever the handler catches.
        Context handled = HandlerCatches() ? Context.Conditional | Context.Optional : Context.Conditional;
        for (int i = bodyStart; i < bodyEnd; i++)
            _buffers.Imports.Items[i].Context |= handled;
        Push(BlockKind.Except, column, Current | handled);
        ref Block block = ref _buffers.Blocks.Top;
        block.BodyStart = bodyStart;
        block.BodyEnd = bodyEnd;
        return stop;
    }

    private Stop With(ref int position, int from, int column)
    {
        Stop stop = Header(ref position, from);
        int first = Bytes.SkipBlanks(_text, from);
        bool parenthesised = first < _end && _text[first] == (byte)'(';
        if (parenthesised || _text.Slice(from, position - from).IndexOf("suppress"u8) >= 0)
        {
            Tokenize(from, position);
            if (Suppresses())
                Push(BlockKind.Plain, column, Current | Context.Optional);
        }
        return stop;
    }

    private readonly void Push(BlockKind kind, int column, Context context)
    {
        ref Block block = ref _buffers.Blocks.Push();
        block = default;
        block.Kind = kind;
        block.Context = context;
        block.Indent = column;
    }
}
