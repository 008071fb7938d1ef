using System.Text;

namespace DocuSense.Maintenance.Testing;

/// <summary>The probe: Python source that an interpreter is handed on its standard input.</summary>
internal static class ProbeSource
{
    private const string Prefix = "DocuSense.Maintenance.Testing.Probe.";

    private static readonly Lazy<byte[]> _bytes = new(Read);

    /// <summary>All of it as UTF-8: the files of the folder <c>Probe</c>, joined in the order of their names.</summary>
    public static byte[] Bytes => _bytes.Value;

    /// <summary>
    /// What <c>python -c</c> runs: it tells the interpreter's version behind the mark, and then runs the source that it reads.
    /// An interpreter of any age understands it. It has neither double quotes nor backslashes, so that no shell's or system's rules of quoting matter.
    /// Its file name makes CPython count its frames as the import system's own, which warnings and tracebacks leave out.
    /// </summary>
    public static string Bootstrap(string mark) =>
        "import os,sys;os.write(1,(chr(10)+'" + mark + " '+'.'.join(map(str,sys.version_info[:3]))+chr(10)).encode());f=os.fdopen(os.dup(0),'rb');"
        + "eval(compile(f.read(" + Bytes.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)
        + "),'<docusense importlib._bootstrap>','exec'),{'incoming':f,'__name__':'docusense'}) if sys.version_info>=(3,8) else None";

    private static byte[] Read()
    {
        System.Reflection.Assembly assembly = typeof(ProbeSource).Assembly;
        string[] names = assembly.GetManifestResourceNames();
        Array.Sort(names, StringComparer.Ordinal);
        var source = new StringBuilder();
        foreach (string name in names)
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal))
                continue;
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            using var reader = new StreamReader(stream, Encoding.UTF8);
            source.Append(reader.ReadToEnd().Replace("\r\n", "\n")).Append('\n');
        }

        return Encoding.UTF8.GetBytes(source.ToString());
    }
}
