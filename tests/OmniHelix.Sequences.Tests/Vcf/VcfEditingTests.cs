using System.Text;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Vcf;
using OmniHelix.Sequences.Vcf.Filtering;
using OmniHelix.Sequences.Vcf.Normalization;

namespace OmniHelix.Sequences.Tests.Vcf;

public class VcfEditingTests
{
    private static readonly string[] People = ["p", "q", "r"];

    private static List<string> Lines(Action<VcfWriter> write)
    {
        using var memory = new MemoryStream();
        using (var writer = new VcfWriter(memory, leaveOpen: true)) write(writer);
        return [.. Encoding.UTF8.GetString(memory.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => !l.StartsWith('#')).Select(l => l.Replace('\t', ' '))];
    }

    private static List<string> Normalize(NormalizationOptions options, params string[] records)
    {
        using var reader = VcfText.Read(VcfText.Of(People, records));
        return Lines(writer => VariantNormalizer.Run(reader, writer, options));
    }

    private static List<string> View(VcfViewOptions options, params string[] records)
    {
        using var reader = VcfText.Read(VcfText.Of(People, records));
        return Lines(writer => VcfView.Run(reader, writer, options));
    }

    private static string Query(string format, params string[] records)
    {
        using var reader = VcfText.Read(VcfText.Of(People, records));
        var query = new VcfQuery(format, reader.Header);
        var text = new StringBuilder();
        while (reader.TryRead()) query.Write(reader.Record, text);
        return text.ToString();
    }

    [Fact]
    public void Splitting_keeps_for_every_allele_what_belongs_to_it() =>
        Assert.Equal(
        [
            "1 5 rs1 A C 9 PASS DP=3;AF=0.1 GT:AD 0|1:1,2 0/0:4,6 .",
            "1 5 rs1 A G 9 PASS DP=3;AF=0.2 GT:AD 0|0:1,3 1/1:4,5 .",
        ],
            Normalize(new() { Rows = MultiallelicRows.Split }, "1 5 rs1 A C,G 9 PASS DP=3;AF=0.1,0.2 GT:AD 0|1:1,2,3 2/2:4,6,5 .").Select(l => l.Replace(" .:.", " .")));

    [Fact]
    public void Joining_extends_alleles_and_fills_calls() =>
        Assert.Equal(["1 5 a;b AT CT,A 9 lowq AF=0.1,0.2 GT 0|1 2/1 1/2"],
            Normalize(new() { Rows = MultiallelicRows.Join }, "1 5 a A C 9 PASS AF=0.1 GT 0|1 0/1 1", "1 5 b AT A 3 lowq AF=0.2 GT 0|0 1/0 1"));

    [Theory]
    [InlineData(MultiallelicKinds.Any, "a;b;c;d")]
    [InlineData(MultiallelicKinds.Both, "a;c;d b")]
    [InlineData(MultiallelicKinds.Snps, "b d a;c")]
    [InlineData(MultiallelicKinds.Indels, "a c d b")]
    public void Only_alleles_of_the_chosen_kinds_are_joined(MultiallelicKinds kinds, string ids) =>
        Assert.Equal(ids, string.Join(' ', Normalize(new() { Rows = MultiallelicRows.Join, Kinds = kinds },
            "1 5 a A C . . . GT 0 0 0", "1 5 b AT A . . . GT 0 0 0", "1 5 c A G . . . GT 0 0 0", "1 5 d A . . . . GT 0 0 0").Select(l => l.Split(' ')[2])));

    [Theory]
    [InlineData(MultiallelicKinds.Snps, 3)]
    [InlineData(MultiallelicKinds.Indels, 3)]
    [InlineData(MultiallelicKinds.Both, 4)]
    public void Only_alleles_of_the_chosen_kinds_are_split(MultiallelicKinds kinds, int records) =>
        Assert.Equal(records, Normalize(new() { Rows = MultiallelicRows.Split, Kinds = kinds }, "1 5 a A C,G . . . GT 0 0 0", "1 6 b AT A,ATT . . . GT 0 0 0").Count);

    [Fact]
    public void A_site_without_alternate_allele_is_cut_to_its_first_base() =>
        Assert.Equal(["1 3 . A . . . . GT 0 0 0"], Normalize(new() { Reference = new Bases("AAAAT") }, "1 3 . AAT . . . . GT 0 0 0"));

    [Fact]
    public void Indels_move_left_and_records_are_sorted_again()
    {
        // 1-based: GGCACACAT
        var counts = Normalize(new() { Reference = new Bases("GGCACACAT") }, "1 4 . A C . . . GT 0/1 0 0", "1 6 . ACA A . . . GT 0/1 0 0", "1 8 . AT AG . . . GT 0/1 0 0");
        Assert.Equal(["1 2 . GCA G . . . GT 0/1 0 0", "1 4 . A C . . . GT 0/1 0 0", "1 9 . T G . . . GT 0/1 0 0"], counts);
    }

    [Fact]
    public void An_indel_that_reaches_the_start_of_its_contig_stays_there() =>
        Assert.Equal(["1 1 . AA A . . . GT 0/1 0 0"], Normalize(new() { Reference = new Bases("AAAAT") }, "1 3 . AA A . . . GT 0/1 0 0"));

    [Theory]
    [InlineData("1 3 . T C . . . GT 0 0 0")]
    [InlineData("1 4 . AAAA A . . . GT 0 0 0")]
    [InlineData("1 3 . R A . . . GT 0 0 0")]
    public void A_reference_allele_that_is_not_there_is_refused(string record) =>
        Assert.Equal("OH1078", Assert.Throws<OmniException>(() => Normalize(new() { Reference = new Bases("AAAAT") }, record)).Code);

    [Theory]
    [InlineData("1 3 . A <DEL> . . END=4 GT 0 0 0")]
    [InlineData("1 3 . A * . . . GT 0 0 0")]
    [InlineData("1 3 . A A[1:5[ . . . GT 0 0 0")]
    [InlineData("1 3 . A . . . . GT 0 0 0")]
    public void Alleles_without_bases_stay_where_they_are(string record) => Assert.Equal([record], Normalize(new() { Reference = new Bases("AAAAT") }, record));

    [Fact]
    public void Lists_that_do_not_fit_the_alleles_are_refused()
    {
        Assert.Equal("OH1071", Assert.Throws<OmniException>(() => Normalize(new() { Rows = MultiallelicRows.Split }, "1 5 . A C,G . . AF=0.1 GT 0 0 0")).Code);
        Assert.Equal("OH1071", Assert.Throws<OmniException>(() => Normalize(new() { Rows = MultiallelicRows.Join }, "1 5 . A C . . AF=0.1,0.2 GT 0 0 0", "1 5 . A G . . . GT 0 0 0")).Code);
        Assert.Equal("OH1078", Assert.Throws<OmniException>(() => Normalize(new() { Rows = MultiallelicRows.Join }, "1 5 . AT C . . . GT 0 0 0", "1 5 . AG G . . . GT 0 0 0")).Code);
        Assert.Equal("OH1069", Assert.Throws<OmniException>(() => Normalize(new() { Rows = MultiallelicRows.Join }, "1 5 . A C . . . GT 0 0 0", "1 5 . A G . . . GT 3 0 0")).Code);
    }

    [Fact]
    public void A_view_of_some_people_counts_alleles_anew() =>
        Assert.Equal(["1 5 . A C,G . . DP=3;AC=1,0;AN=3 GT 1 0|0", "1 6 . A . . . AN=2 GT . 0/0"],
            View(new() { Samples = ["r", "p"] }, "1 5 . A C,G . . DP=3 GT 0|0 2|1 1", "1 6 . A . . . . GT 0/0 0/0 ."));

    [Fact]
    public void Counts_replace_those_that_were_there() =>
        Assert.Equal(["1 5 . A C . . AC=2;DP=3;AN=5 GT 0|0 1|1 0"], View(new() { MinimumCount = 2 }, "1 5 . A C . . AC=9;DP=3 GT 0|0 1|1 0", "1 6 . A C . . . GT 0|0 0|1 0"));

    [Theory]
    [InlineData(CountedAllele.NonReference, "5 6")]
    [InlineData(CountedAllele.FirstAlternate, "5")]
    [InlineData(CountedAllele.Minor, "5")]
    [InlineData(CountedAllele.Major, "5 6 7")]
    [InlineData(CountedAllele.NonMajor, "5 6")]
    public void Counts_can_be_of_any_allele(CountedAllele counted, string kept) =>
        Assert.Equal(kept, string.Join(' ', View(new() { MinimumCount = 2, Counted = counted }, "1 5 . A C . . . GT 0|0 1|1 0", "1 6 . A C,G . . . GT 1|2 2|2 0", "1 7 . A C . . . GT 0|0 0|1 0").Select(l => l.Split(' ')[1])));

    [Fact]
    public void Records_are_chosen_by_kind_number_of_alleles_and_expression()
    {
        string[] records = ["1 5 . A C 9 . . GT 0 0 0", "1 6 . A C,AT 9 . . GT 0 0 0", "1 7 . A . 9 . . GT 0 0 0", "1 8 . A T 2 . . GT 0 0 0"];
        string Kept(VcfViewOptions options) => string.Join(' ', View(options, records).Select(l => l.Split(' ')[1]));
        Assert.Equal("5 6 8", Kept(new() { Kinds = VariantKinds.Snp }));
        Assert.Equal("5 7 8", Kept(new() { WithoutKinds = VariantKinds.Indel }));
        Assert.Equal("5 8", Kept(new() { MinimumAlleles = 2, MaximumAlleles = 2 }));
        Assert.Equal("5 6 7", Kept(new() { Include = "QUAL>5" }));
        Assert.Equal("8", Kept(new() { Exclude = "QUAL>5" }));
        Assert.Equal("5 6 7 8", Kept(new() { Samples = ["q"], ExcludeSamples = true }));
    }

    [Fact]
    public void Unknown_people_are_refused() => Assert.Equal("OH1064", Assert.Throws<OmniException>(() => View(new() { Samples = ["x"] }, "1 5 . A C 9 . . GT 0 0 0")).Code);

    [Fact]
    public void Columns_and_fields_are_printed_by_a_format() =>
        Assert.Equal("1:5 4 6 rs1 A,T|T 3 0.2 1 . SNP,INDEL p=A|T:7 q=T/.:. r=A:.\n",
            Query("%CHROM:%POS %POS0 %END %ID %REF,%ALT{1}|%ALT{1} %DP %INFO/AF{1} %DB %SVLEN %TYPE[ %SAMPLE=%TGT:%FORMAT/DP]\\n".Replace("%REF,%ALT{1}|%ALT{1}", "%REF,%ALT{0}|%ALT{0}"),
                "1 5 rs1 A T,ATG . . DP=3;AF=0.1,0.2;DB;END=6 GT:DP 0|1:7 1/. 0"));

    [Theory]
    [InlineData("%NOPE")]
    [InlineData("%INFO/NOPE")]
    [InlineData("[%FORMAT/NOPE]")]
    [InlineData("%FORMAT/GT")]
    [InlineData("[%GT")]
    [InlineData("%POS]")]
    [InlineData("[[%GT]]")]
    [InlineData("%ALT{x}")]
    [InlineData("%ALT{1")]
    public void A_format_that_means_nothing_is_refused(string format) => Assert.Equal("OH1080", Assert.Throws<UsageException>(() => Query(format, "1 5 . A C . . . GT 0 0 0")).Code);

    private sealed class Bases(string bases) : ISequenceSource
    {
        public ContigNames Contigs { get; } = new(["1"], "x.fa");

        public long LengthOf(string contig) => bases.Length;

        public void Fetch(string contig, long start, long end, Span<byte> destination) => Encoding.ASCII.GetBytes(bases.AsSpan((int)start, (int)(end - start)), destination);
    }
}
