using System.Globalization;
using System.Text;

namespace OmniHelix.Sequences.Vcf.Normalization;

/// <summary>Calls as texts: alleles renamed, and calls of several records put together.</summary>
internal static class GenotypeString
{
    /// <summary>Every allele through <paramref name="rename"/>; separators and missing alleles stay.</summary>
    public static string Rename(string call, Func<int, int> rename)
    {
        var result = new StringBuilder(call.Length);
        for (var at = 0; at < call.Length;)
        {
            var end = at;
            while (end < call.Length && char.IsAsciiDigit(call[end])) end++;
            if (end == at) result.Append(call[at++]);
            else
            {
                result.Append(
                    CultureInfo.InvariantCulture,
                    $"{rename(int.Parse(call.AsSpan(at, end - at), NumberStyles.None, CultureInfo.InvariantCulture))}");
                at = end;
            }
        }
        return result.ToString();
    }

    /// <summary>
    /// Puts the alternate alleles of one call into another: each into the first place that is missing or the reference; phase is lost
    /// there.
    /// </summary>
    /// <param name="into">The call that is filled.</param>
    /// <param name="from">The call whose alleles are taken.</param>
    /// <param name="ploidy">The widest call of the records; a shorter one has room up to there.</param>
    public static string Fill(string into, string from, int ploidy)
    {
        var alleles = Alleles(into);
        foreach (var (_, allele) in Alleles(from))
        {
            if (allele is "." or "0" or "") continue;
            var free = alleles.FindIndex(a => a.Allele is "." or "0" or "");
            if (free >= 0) alleles[free] = ("/", allele);
            else if (alleles.Count < ploidy) alleles.Add(("/", allele));
        }
        return string.Concat(alleles.Select((a, i) => (i == 0 ? "" : a.Separator) + a.Allele));
    }

    /// <summary>How many alleles a call has.</summary>
    public static int Ploidy(string call) => call.AsSpan().CountAny('/', '|') + 1;

    private static List<(string Separator, string Allele)> Alleles(string call)
    {
        var alleles = new List<(string, string)>();
        var separator = "";
        for (var at = 0; at <= call.Length;)
        {
            var end = call.AsSpan(at).IndexOfAny('/', '|');
            alleles.Add((separator, end < 0 ? call[at..] : call.Substring(at, end)));
            if (end < 0) break;
            separator = call.Substring(at + end, 1);
            at += end + 1;
        }
        return alleles;
    }
}
