namespace DocuSense.Maintenance.Usage.Python;

/// <summary>Maps names to values, looked up by a part of a text without making a string of it.</summary>
internal sealed class NameTable<T>
    where T : class
{
    private readonly List<Named>?[] _buckets = new List<Named>?[64];

    public int Count { get; private set; }

    /// <summary>Sets the value of a name; a later one takes the place of an earlier one, as a later import does.</summary>
    public void Set(string name, T value)
    {
        List<Named> bucket = _buckets[Bucket(name[0], name.Length)] ??= [];
        for (int index = 0; index < bucket.Count; index++)
        {
            if (bucket[index].Name == name)
            {
                bucket[index] = new Named(name, value);
                return;
            }
        }

        bucket.Add(new Named(name, value));
        Count++;
    }

    public T? Find(ReadOnlySpan<char> name)
    {
        if (name.Length == 0 || _buckets[Bucket(name[0], name.Length)] is not { } bucket)
            return null;
        foreach (Named each in bucket)
        {
            if (name.SequenceEqual(each.Name.AsSpan()))
                return each.Value;
        }

        return null;
    }

    private sealed class Named(string name, T value)
    {
        public string Name { get; } = name;

        public T Value { get; } = value;
    }

    private static int Bucket(char first, int length) => (first + (length * 7)) & 63;
}
