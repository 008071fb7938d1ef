using System.Runtime.CompilerServices;
#if NET
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
#endif

namespace DocuSense.Maintenance.Sources.Scanning;

/// <summary>What one pass over the bytes of a text tells of it, so that what most texts do not hold is looked for once, all of it together.</summary>
internal struct SourceSurvey
{
    /// <summary>The first byte of a character beyond ASCII; <see cref="int.MaxValue"/> for none.</summary>
    public int FirstBeyondAscii;

    /// <summary>The first zero byte, or -1.</summary>
    public int FirstNull;

    /// <summary>Whether a carriage return stands anywhere.</summary>
    public bool HasCarriageReturn;

    /// <summary>Whether <c>TYPE_CHECKING</c> stands anywhere, alone or as a part of longer words.</summary>
    public bool HasTypeChecking;

    /// <summary>Looks at a text.</summary>
    /// <param name="text">All of it.</param>
    /// <param name="buffers">Where the places go at which words stand, alone or as parts of longer ones: <see cref="ScanBuffers.Candidates"/> and <see cref="ScanBuffers.Lambdas"/>.</param>
    public static SourceSurvey Of(ReadOnlySpan<byte> text, ScanBuffers buffers)
    {
        buffers.Candidates.Count = 0;
        buffers.Lambdas.Count = 0;
        var survey = new SourceSurvey { FirstBeyondAscii = int.MaxValue, FirstNull = -1 };
#if NET
        survey.Look(text, buffers);
#else
        survey.FirstBeyondAscii = Bytes.NextBeyondAscii(text, 0);
        survey.FirstNull = text.IndexOf((byte)0);
        survey.HasCarriageReturn = text.IndexOf((byte)'\r') >= 0;
        survey.HasTypeChecking = text.IndexOf("TYPE_CHECKING"u8) >= 0;
        AddPlaces(text, CandidateCursor.Underscored, buffers.Candidates);
        AddPlaces(text, CandidateCursor.Spec, buffers.Candidates);
        AddPlaces(text, CandidateCursor.Skip, buffers.Candidates);
        Array.Sort(buffers.Candidates.Items, 0, buffers.Candidates.Count);
        AddPlaces(text, Lambda, buffers.Lambdas);
#endif
        return survey;
    }

    private static ReadOnlySpan<byte> Lambda => "lambda"u8;

#if NET
    /// <summary>How far past a byte it is looked ahead.</summary>
    private const int Ahead = 5;

    /// <summary>How many bytes are looked at together.</summary>
    private const int Step = 32;

    private void Look(ReadOnlySpan<byte> text, ScanBuffers buffers)
    {
        ref byte first = ref MemoryMarshal.GetReference(text);
        Vector128<byte> beyondAscii = Vector128.Create((byte)0x80);
        Vector128<byte> carriageReturn = Vector128.Create((byte)'\r');
        int at = 0;
        for (; at <= text.Length - Step - Ahead; at += Step)
        {
            Vector128<byte> left = Noteworthy(ref Unsafe.Add(ref first, at), beyondAscii, carriageReturn);
            Vector128<byte> right = Noteworthy(ref Unsafe.Add(ref first, at + Vector128<byte>.Count), beyondAscii, carriageReturn);
            if ((left | right).ExtractMostSignificantBits() == 0)
                continue;
            for (uint bits = left.ExtractMostSignificantBits() | right.ExtractMostSignificantBits() << Vector128<byte>.Count; bits != 0; bits &= bits - 1)
                Note(text, at + BitOperations.TrailingZeroCount(bits), buffers);

            // The first of each is enough: a file in another script, or with the newlines of Windows, would stop here at every turn.
            if (FirstBeyondAscii < int.MaxValue)
                beyondAscii = Vector128<byte>.Zero;
            if (HasCarriageReturn)
                carriageReturn = Vector128<byte>.Zero;
        }

        for (; at < text.Length; at++)
            Note(text, at, buffers);
    }

    /// <summary>The highest bit of each byte where something stands that may be worth noting. Two letters of each word leave few places: "import", "lambda", "find_", "TYPE_".</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Noteworthy(ref byte at, Vector128<byte> beyondAscii, Vector128<byte> carriageReturn)
    {
        Vector128<byte> first = Vector128.LoadUnsafe(ref at);
        Vector128<byte> third = Vector128.LoadUnsafe(ref at, 2);
        Vector128<byte> fifth = Vector128.LoadUnsafe(ref at, 4);
        Vector128<byte> sixth = Vector128.LoadUnsafe(ref at, 5);
        return (first & beyondAscii) | Vector128.Equals(first, carriageReturn) | Vector128.Equals(first, Vector128<byte>.Zero)
            | (Vector128.Equals(third, Vector128.Create((byte)'p')) & Vector128.Equals(sixth, Vector128.Create((byte)'t')))
            | (Vector128.Equals(third, Vector128.Create((byte)'m')) & Vector128.Equals(fifth, Vector128.Create((byte)'d')))
            | (Vector128.Equals(fifth, Vector128.Create((byte)'_')) & (Vector128.Equals(first, Vector128.Create((byte)'f')) | Vector128.Equals(first, Vector128.Create((byte)'T'))));
    }

    private void Note(ReadOnlySpan<byte> text, int at, ScanBuffers buffers)
    {
        byte value = text[at];
        if (value >= 0x80)
            FirstBeyondAscii = Math.Min(FirstBeyondAscii, at);
        else if (value == (byte)'\r')
            HasCarriageReturn = true;
        else if (value == 0)
            FirstNull = FirstNull < 0 ? at : FirstNull;
        else if (value == (byte)'i' && (text.Slice(at).StartsWith(CandidateCursor.Underscored) || text.Slice(at).StartsWith(CandidateCursor.Skip)))
            buffers.Candidates.Push() = at;
        else if (value == (byte)'f' && text.Slice(at).StartsWith(CandidateCursor.Spec))
            buffers.Candidates.Push() = at;
        else if (value == (byte)'l' && text.Slice(at).StartsWith(Lambda))
            buffers.Lambdas.Push() = at;
        else if (value == (byte)'T' && text.Slice(at).StartsWith("TYPE_CHECKING"u8))
            HasTypeChecking = true;
    }
#else
    private static void AddPlaces(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word, Pool<int> places)
    {
        for (int at = Bytes.Find(text, 0, word); at >= 0; at = Bytes.Find(text, at + 1, word))
            places.Push() = at;
    }
#endif
}
