namespace DocuSense.Maintenance.Usage.Python;

/// <summary>Maps names to values, looked up by a part of a text without making a string of it.</summary>
internal sealed class NameTable<T>
    where T : class
{
    private readonly List<(string Name, T Value)>?[] _buckets = new List<(string, T)>?[64];

    public int Count { get; private set; }

    /// <summary>Sets the value of a name; a later one takes the place of an earlier one, as a later import does.</summary>
    public void Set(string name, T value)
    {
        List<(string Name, T Value)> bucket = _buckets[Bucket(name[0], name.Length)] ??= [];
        for (int index = 0; index < bucket.Count; index++)
        {
            if (bucket[index].Name == name)
            {
                bucket[index] = (name, value);
                return;
            }
        }

        bucket.Add((name, value));
        Count++;
    }

    public T? Find(ReadOnlySpan<char> name)
    {
        if (name.Length == 0 || _buckets[Bucket(name[0], name.Length)] is not { } bucket)
            return null;
        foreach ((string each, T value) in bucket)
        {
            if (name.SequenceEqual(each.AsSpan()))
                return value;
        }

        return null;
    }

    private static int Bucket(char first, int length) => (first + (length * 7)) & 63;
}
