using System.Text;
using OmniHelix.Sequences.Vcf.Querying;

namespace OmniHelix.Sequences.Tests.Vcf.Querying;

public class VcfQueryTests
{
    private const string Site = "1 5 rs1 A T,ATG . . DP=3;AF=0.1,0.2;DB;END=6 GT:DP 0|1:7 1/. 0";

    [Theory]
    [InlineData("%CHROM:%POS %POS0 %END %END0 %ID %QUAL %FILTER", "1:5 4 6 5 rs1 . .")]
    [InlineData("%REF,%ALT{0}|%ALT{1}|%ALT{2}|%FIRST_ALT %N_ALT", "A,T|ATG|.|T 2")]
    [InlineData("%DP %INFO/AF{1} %AF %DB %SVLEN %TYPE %FORMAT", "3 0.2 0.1,0.2 1 . SNP,INDEL GT:DP")]
    [InlineData("[ %SAMPLE=%TGT:%FORMAT/DP]", " p=A|T:7 q=T/.:. r=A:.")]
    [InlineData("[%POS-%GT;]", "5-0|1;5-1/.;5-0;")]
    [InlineData("a\\tb\\nc\\[d", "a\tb\nc[d")]
    public void ColumnsAndFieldsArePrintedByAFormat(string format, string printed) => Assert.Equal(printed, Query(format, new(), Site));

    [Fact]
    public void AWholeLineCanBePrinted() => Assert.Equal(Site.Replace(' ', '\t') + "\n", Query("%LINE", new(), Site));

    [Fact]
    public void PeopleAreChosenAndOrdered()
    {
        Assert.Equal("r=0 p=0|1 ", Query("[%SAMPLE=%GT ]", new() { Samples = ["r", "p"] }, Site));
        Assert.Equal("q=1/. ", Query("[%SAMPLE=%GT ]", new() { Samples = ["r", "p"], ExcludeSamples = true }, Site));
        Assert.EndsWith("\t0\t0|1:7\n", Query("%LINE", new() { Samples = ["r", "p"] }, Site), StringComparison.Ordinal);
        Assert.Equal("OH1064", Assert.Throws<OmniException>(() => Query("%POS", new() { Samples = ["x"] }, Site)).Code);
    }

    [Fact]
    public void AConditionOnPeopleChoosesThem()
    {
        const string people = "[%SAMPLE]|";
        string[] records = ["1 5 . A C 9 . . GT 0/1 0/0 1/1", "1 6 . A C 9 . . GT 0/0 0/0 0/0"];
        Assert.Equal("pr|", Query(people, new() { Include = "GT=\"alt\"" }, records));
        Assert.Equal("q|pqr|", Query(people, new() { Exclude = "GT=\"alt\"" }, records));
        Assert.Equal("6", Query("%POS", new() { Exclude = "GT=\"alt\"" }, records));
        Assert.Equal("p|", Query(people, new() { Include = "GT=\"alt\"", Exclude = "GT=\"AA\"" }, records));
        Assert.Equal("", Query(people, new() { Include = "GT=\"alt\"", Samples = ["q"] }, records));
        Assert.Equal("pqr|", Query(people, new() { Include = "POS=5" }, records));
    }

    [Fact]
    public void NamesStandAsTheFormatArrangesThem()
    {
        using var source = VcfLines.Source(Site);
        var query = new VcfQuery("%CHROM\\t%POS[\\t%SAMPLE:%GT]\\n", source.Header, new() { Samples = ["p", "q"] });
        Assert.Equal("# [1]CHROM\t[2]POS\t[3]SAMPLE:[4]p:GT\t[5]SAMPLE:[6]q:GT\n", query.Names());
    }

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
    public void AFormatThatMeansNothingIsRefused(string format) =>
        Assert.Equal("OH1080", Assert.Throws<UsageException>(() => Query(format, new(), Site)).Code);

    [Theory]
    [InlineData("MAF")]
    [InlineData("N_MISSING")]
    [InlineData("N_PASS")]
    public void AComputedNameIsForConditionsOnly(string name)
    {
        var error = Assert.Throws<UsageException>(() => Query($"%POS %{name}", new(), Site));
        Assert.Equal($"the header declares no field '{name}'", error.Message);
        Assert.Contains($"{name} is computed in conditions", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void UndeclaredFieldsCanBeAllowed() =>
        Assert.Equal(".,..", Query("%NOPE,%INFO/NOPE[%FORMAT/NOPE]", new() { AllowUndeclared = true, Samples = ["p"] }, Site));

    private static string Query(string format, VcfQueryOptions options, params string[] records)
    {
        using var source = VcfLines.Source(records);
        using var output = new MemoryStream();
        new VcfQuery(format, source.Header, options).Run(source, output);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
