using System.Text;
using OmniHelix.Sequences.Consensus;
using OmniHelix.Sequences.Vcf.Filtering;

namespace OmniHelix.Goldens.Groups.Genome;

/// <summary>The flags of <c>bcftools consensus</c> as the cases write them, with shell quoting.</summary>
internal sealed class ConsensusArguments
{
    private readonly List<(string Path, string With)> masks = [];
    private string? samples, haplotype, missing, absent, markDeletion, markInsertion, markSubstitution, include, exclude, overlap;
    private string prefix = "";
    private bool iupac;

    public static ConsensusArguments Parse(string line)
    {
        var arguments = new ConsensusArguments();
        var words = Words(line);
        for (var i = 0; i < words.Count; i++) arguments.Take(words, ref i);
        return arguments;
    }

    public ConsensusRequest Request(string folder, string vcf)
    {
        if (include is not null && exclude is not null) throw new UsageException("OH2004", "-i and -e together");
        return new ConsensusRequest
        {
            Variants = vcf,
            Samples = samples is null or "-" ? null : samples.Split(','),
            Alleles = new AlleleChoice
            {
                Haplotype = haplotype is null ? null : HaplotypeRule.Parse(haplotype),
                IgnoreGenotypes = samples == "-",
                Iupac = iupac,
                Missing = Letter(missing),
            },
            Options = new ConsensusOptions
            {
                Absent = Letter(absent),
                MarkDeletion = Letter(markDeletion),
                MarkInsertion = markInsertion is null ? null : BaseMark.Parse(markInsertion, "--mark-ins"),
                MarkSubstitution = markSubstitution is null ? null : BaseMark.Parse(markSubstitution, "--mark-snv"),
                BcftoolsCompatible = true,
            },
            Masks = [.. masks.Select(m => SequenceMask.Read(Path.Combine(folder, m.Path), BaseMark.Parse(m.With, "--mask-with")))],
            RegionOverlap = overlap switch
            {
                null or "1" or "record" => RegionOverlap.Record,
                "0" or "pos" => RegionOverlap.Position,
                _ => RegionOverlap.Variant,
            },
            Prefix = prefix,
            Filter = (include ?? exclude) is not { } expression ? null : header =>
            {
                var filter = VariantFilter.Parse(expression, header);
                return record => filter.Accepts(record) == (exclude is null);
            },
        };
    }

    private void Take(List<string> words, ref int i)
    {
        string Value(ref int at) => ++at < words.Count ? words[at] : throw new UsageException("OH2004", $"{words[at - 1]} needs a value");
        switch (words[i])
        {
            case "-s" or "--samples": samples = Value(ref i); break;
            case "-H" or "--haplotype": haplotype = Value(ref i); break;
            case "-I" or "--iupac-codes": iupac = true; break;
            case "-M" or "--missing": missing = Value(ref i); break;
            case "-a" or "--absent": absent = Value(ref i); break;
            case "-m" or "--mask": masks.Add((Value(ref i), "N")); break;
            case "--mask-with": masks[^1] = (masks[^1].Path, Value(ref i)); break;
            case "--mark-del": markDeletion = Value(ref i); break;
            case "--mark-ins": markInsertion = Value(ref i); break;
            case "--mark-snv": markSubstitution = Value(ref i); break;
            case "-i" or "--include": include = Value(ref i); break;
            case "-e" or "--exclude": exclude = Value(ref i); break;
            case "-p" or "--prefix": prefix = Value(ref i); break;
            case "--regions-overlap": overlap = Value(ref i); break;
            case ".": break;
            default: throw new NotSupportedException($"the flag {words[i]}");
        }
    }

    private static char? Letter(string? text) =>
        text is null ? null : text.Length == 1 ? text[0] : throw new UsageException("OH2004", $"'{text}' is not one character");

    private static List<string> Words(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var inWord = false;
        var quote = '\0';
        var escaped = false;
        foreach (var c in line)
        {
            if (escaped)
            {
                word.Append(c);
                (escaped, inWord) = (false, true);
            }
            else if (c == '\\' && quote != '\'')
            {
                escaped = true;
            }
            else if (quote != '\0')
            {
                if (c == quote) quote = '\0';
                else word.Append(c);
            }
            else if (c is '\'' or '"') (quote, inWord) = (c, true);
            else if (c != ' ') (_, inWord) = (word.Append(c), true);
            else if (inWord) Close();
        }
        if (inWord) Close();
        return words;

        void Close()
        {
            words.Add(word.ToString());
            word.Clear();
            inWord = false;
        }
    }
}
