using System.Text;
using DocuSense.Maintenance.Processes;

namespace DocuSense.Maintenance.Tests.Processes;

/// <summary>What programs print, in lines and within bounds, however it comes.</summary>
public sealed class OutputTests
{
    [Theory]
    [InlineData("", 10, "")]
    [InlineData("a\nb\n", 10, "a|b")]
    [InlineData("a\n\nb", 10, "a||b")]
    [InlineData("\n", 10, "")]
    [InlineData("abcd", 2, "ab|cd")]
    [InlineData("abcde\nf", 2, "ab|cd|e|f")]
    [InlineData("ab\ncd\n", 2, "ab|cd")]
    public void Lines_are_the_same_however_the_bytes_come(string text, int longest, string expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        for (int size = 1; size <= Math.Max(1, bytes.Length); size++)
        {
            var lines = new List<string>();
            var splitter = new LineSplitter(longest, line => lines.Add(Encoding.UTF8.GetString(line)));
            for (int start = 0; start < bytes.Length; start += size)
                splitter.Add(bytes[start..Math.Min(bytes.Length, start + size)], Math.Min(size, bytes.Length - start));
            splitter.End();

            Assert.Equal(expected, string.Join('|', lines));
        }
    }

    [Theory]
    [InlineData(8, "0123456789abcdef", "0123\n[... 8 bytes ...]\ncdef")]
    [InlineData(8, "01234567", "01234567")]
    [InlineData(8, "012345678", "0123\n[... 1 bytes ...]\n5678")]
    [InlineData(8, "", "")]
    [InlineData(4, "é€x", "é\n[... 2 bytes ...]\n\uFFFDx")]
    public void The_beginning_and_the_end_are_kept(int limit, string text, string expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        for (int size = 1; size <= Math.Max(1, bytes.Length); size++)
        {
            var output = new BoundedOutput(limit);
            for (int start = 0; start < bytes.Length; start += size)
                output.Add(bytes[start..Math.Min(bytes.Length, start + size)], Math.Min(size, bytes.Length - start));

            Assert.Equal(expected, output.ToString());
            Assert.Equal(expected, output.ToString());
        }
    }
}
