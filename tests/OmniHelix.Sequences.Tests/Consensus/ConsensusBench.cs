using System.Text;
using OmniHelix.Sequences.Consensus;
using OmniHelix.Sequences.Fasta;

namespace OmniHelix.Sequences.Tests.Consensus;

/// <summary>Runs the engine over a few lines of VCF and FASTA.</summary>
internal sealed class ConsensusBench : IDisposable
{
    public const string Twenty = ">1\nACGTACGTACGTACGTACGT\n";

    private readonly TemporaryFolder folder = new();

    public List<ConsensusNotice> Notices { get; } = [];

    public ConsensusSummary Summary { get; private set; } = new();

    public string Chain { get; private set; } = "";

    /// <summary>
    /// A VCF of one person p; every record is <c>POS REF ALT GT</c> with optional INFO, on contig 1 unless the position says
    /// <c>contig:POS</c>.
    /// </summary>
    public static string Records(params string[] records) => RecordsOf(["p"], records);

    public static string RecordsOf(string[] people, params string[] records)
    {
        var text = new StringBuilder("##fileformat=VCFv4.2\n##contig=<ID=1>\n##contig=<ID=2>\n"
            + "##INFO=<ID=END,Number=1,Type=Integer,Description=\"e\">\n##INFO=<ID=SVLEN,Number=A,Type=Integer,Description=\"l\">\n"
            + "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"g\">\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t");
        text.AppendJoin('\t', people).Append('\n');
        foreach (var record in records)
        {
            var f = record.Split(' ');
            var place = f[0].Split(':');
            var calls = f[3].Split(',');
            text.Append(place.Length == 2 ? place[0] : "1").Append('\t').Append(place[^1]).Append("\t.\t").Append(f[1]).Append('\t')
                .Append(f[2]).Append("\t.\t.\t").Append(f.Length > 4 ? f[4] : ".").Append("\tGT\t")
                .AppendJoin('\t', calls).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>The whole FASTA.</summary>
    public string Fasta(string vcf, string fasta = Twenty, string haplotype = "1", Func<ConsensusRequest, ConsensusRequest>? with = null)
    {
        var rule = haplotype.Length == 0 ? default(HaplotypeRule?) : HaplotypeRule.Parse(haplotype);
        var request = new ConsensusRequest { Variants = folder.Write("x.vcf", vcf), Alleles = new AlleleChoice { Haplotype = rule } };
        if (with is not null) request = with(request);
        using var reader = FastaReader.Open(folder.Write("x.fa", fasta));
        using var output = new MemoryStream();
        using var chain = new StringWriter();
        Notices.Clear();
        Summary = ConsensusRun.Write(request, reader, output, chain, Notices.Add);
        Chain = chain.ToString();
        return Encoding.ASCII.GetString(output.ToArray());
    }

    /// <summary>The letters of a single sequence.</summary>
    public string Sequence(
        string vcf, string fasta = Twenty, string haplotype = "1", Func<ConsensusRequest, ConsensusRequest>? with = null) =>
        string.Concat(Fasta(vcf, fasta, haplotype, with).Split('\n').Skip(1));

    public string Write(string name, string content) => folder.Write(name, content);

    public void Dispose() => folder.Dispose();

    public static ConsensusRequest Compatible(ConsensusRequest request) =>
        request with { Options = request.Options with { BcftoolsCompatible = true } };
}
