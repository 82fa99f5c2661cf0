using OmniHelix.Models.Backbones;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Families;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Tests.Families;

public class ModelFamiliesTests
{
    public static TheoryData<string> ModelTypes => [.. ModelFamilies.All.SelectMany(family => family.Names.Select(name => name.ModelType))];

    [Fact]
    public void NoNameIsGivenTwice()
    {
        Assert.Distinct(ModelFamilies.All.SelectMany(family => family.Names.Select(name => name.ModelType)));
        Assert.Distinct(ModelFamilies.All.SelectMany(family => family.Names.Select(name => name.ClassPrefix).Distinct()));
    }

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void AConfigurationMakesABackboneOfItsFamilyAndIsWrittenBack(string type)
    {
        using var folder = new TemporaryFolder();
        var config = Read(folder, type);
        using var backbone = config.CreateBackbone(BackboneParts.Pooler);
        Assert.Equal(config, backbone.Config);
        Assert.Equal(config.Family.NameOf(type).KeyPrefix, backbone.Prefix);
        ModelConfigFile.Write(folder["config.json"], config.ToJson());
        Assert.Equal(config, ModelFamilies.Read(ModelConfigFile.Open(folder.Path)));
    }

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void EveryAdapterTargetIsALinearLayerOfEveryBlock(string type)
    {
        using var folder = new TemporaryFolder();
        var config = Read(folder, type);
        using var backbone = config.CreateBackbone();
        var linear = backbone.NamedModules().Where(entry => entry.Value is Linear).Select(entry => entry.Name).ToList();
        Assert.All(config.Family.AdapterTargets, target =>
            Assert.Equal(0, linear.Count(name => name.EndsWith("." + target, StringComparison.Ordinal)) % config.LayerCount));
        Assert.All(config.Family.AdapterTargets, target =>
            Assert.Contains(linear, name => name.EndsWith("." + target, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void EveryTensorThatTheConfigurationSpeaksOfIsOneOfTheBackbone(string type)
    {
        using var folder = new TemporaryFolder();
        var config = Read(folder, type);
        using var backbone = config.CreateBackbone();
        var tensors = backbone.StateDict().ToDictionary();
        Assert.All(config.Claims, claim => Assert.Equal(claim.Stated, tensors[claim.Tensor].Value.Size(claim.Axis)));
        var keys = config.Family.Keys;
        Assert.All(tensors.Keys, name => Assert.True(keys.IsBackbone(name), name));
        Assert.Contains(tensors.Keys, name => name.StartsWith(keys.Blocks, StringComparison.Ordinal));
    }

    private static BackboneConfig Read(TemporaryFolder folder, string type)
    {
        File.WriteAllText(folder["config.json"], $$"""
            {"model_type":"{{type}}","vocab_size":24,"hidden_size":16,"num_hidden_layers":3,"num_attention_heads":4,"intermediate_size":20,
             "max_position_embeddings":40,"pad_token_id":1}
            """);
        return ModelFamilies.Read(ModelConfigFile.Open(folder.Path));
    }
}
