using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Analysis;

/// <summary>Hints as the cache keeps them.</summary>
internal static class HintRecords
{
    private static readonly UseHint[] _none = [];

    public static void Write(BinaryWriter writer, IReadOnlyList<UseHint> hints, Func<string, int> number)
    {
        writer.Write(hints.Count);
        foreach (UseHint hint in hints)
        {
            writer.Write(number(hint.Kind));
            writer.Write((byte)hint.Target);
            writer.Write(number(hint.Value));
            writer.Write(hint.Line);
            writer.Write(hint.Column);
            writer.Write(number(hint.Detail));
            writer.Write(hint.IsNeeded);
            writer.Write(number(hint.Source ?? ""));
            writer.Write(hint.Distributions.Count);
            foreach (string distribution in hint.Distributions)
                writer.Write(number(distribution));
        }
    }

    public static IReadOnlyList<UseHint> Read(BinaryReader reader, IReadOnlyList<string> texts)
    {
        int count = reader.ReadInt32();
        if (count == 0)
            return _none;
        var hints = new UseHint[count];
        for (int index = 0; index < hints.Length; index++)
        {
            var hint = new UseHint(texts[reader.ReadInt32()], (HintTarget)reader.ReadByte(), texts[reader.ReadInt32()], reader.ReadInt32(), reader.ReadInt32(), texts[reader.ReadInt32()]);
            bool isNeeded = reader.ReadBoolean();
            string source = texts[reader.ReadInt32()];
            var distributions = new string[reader.ReadInt32()];
            for (int place = 0; place < distributions.Length; place++)
                distributions[place] = texts[reader.ReadInt32()];
            hints[index] = hint with { IsNeeded = isNeeded, Source = source.Length == 0 ? null : source, Distributions = distributions };
        }

        return hints;
    }
}
