using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Analysis;

/// <summary>
/// A fingerprint of all that a check takes from the content of a file: its imports, problems and hints, with their places. Two contents of the same digest say
/// the same. 128 bits, so that no two contents of a file that a person edits ever meet by chance; nothing is defended against whoever would seek such two.
/// </summary>
internal readonly record struct FactDigest(ulong First, ulong Second)
{
    /// <summary>Stands for a file that was not read in full; it equals nothing that was.</summary>
    public static FactDigest None => default;

    /// <summary>The digest of a file's facts: of the very record that the cache keeps, and of the texts in it.</summary>
    /// <param name="result">The scan; null for a text file.</param>
    /// <param name="hints">What the file uses without importing it.</param>
    public static FactDigest Of(ScanResult? result, IReadOnlyList<UseHint> hints)
    {
        var mixer = new Mixer();
        byte[] record = FactRecords.Of(result, hints, text =>
        {
            mixer.Add(text);
            return 0;
        });
        mixer.Add(record);
        return mixer.Digest;
    }

    /// <summary>Two lanes of FNV-1a over 32 bits at a time, of different primes and turned against each other.</summary>
    private sealed class Mixer
    {
        private ulong _first = 14695981039346656037;
        private ulong _second = 9650029242287828579;

        public FactDigest Digest => new(_first, _second | 1);

        public void Add(string text)
        {
            Add((uint)text.Length);
            int index = 0;
            for (; index + 1 < text.Length; index += 2)
                Add((uint)text[index] << 16 | text[index + 1]);
            if (index < text.Length)
                Add((uint)text[index]);
        }

        public void Add(byte[] bytes)
        {
            Add((uint)bytes.Length);
            int index = 0;
            for (; index + 3 < bytes.Length; index += 4)
                Add(BitConverter.ToUInt32(bytes, index));
            for (; index < bytes.Length; index++)
                Add((uint)bytes[index]);
        }

        private void Add(uint value)
        {
            _first = (_first ^ value) * 1099511628211;
            _second = ((_second << 23 | _second >> 41) ^ value) * 11400714785074694791;
        }
    }
}
