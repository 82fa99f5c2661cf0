using System.Text;

namespace OmniHelix.Sequences.Vcf;

/// <summary>Texts of alleles. Those of one letter are made once, so that reading a million substitutions makes no garbage.</summary>
internal static class AlleleText
{
    private static readonly string[] Letters = [.. Enumerable.Range(0, 128).Select(i => ((char)i).ToString())];
    private static readonly string[][] Alone = [.. Letters.Select(letter => new[] { letter })];

    public static string Of(ReadOnlySpan<byte> allele) =>
        allele.Length == 1 && allele[0] < 128 ? Letters[allele[0]] : Encoding.ASCII.GetString(allele);

    /// <summary>The alleles of an ALT column; none for <c>.</c>.</summary>
    public static string[] Split(ReadOnlySpan<byte> alternates)
    {
        if (alternates.Length == 1) return alternates[0] == '.' ? [] : Alone[alternates[0] & 127];
        var result = new string[alternates.Count((byte)',') + 1];
        var i = 0;
        foreach (var range in alternates.Split((byte)',')) result[i++] = Of(alternates[range]);
        return result;
    }
}
