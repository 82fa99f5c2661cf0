using OmniHelix.Torch.Nn;

namespace OmniHelix.Torch.Tests.Nn;

public class ModuleTreeTests
{
    [Fact]
    public void AModuleShowsItsTreeWithShapes()
    {
        using var model = new Stack();
        const string expected = """
            Stack  scale [3]
              norm: LayerNorm  weight [3], bias [3]
              blocks: ModuleList
                0–1: 2 × Linear  weight [3, 3], bias [3]
                2: Linear  weight [3, 3]
              dropout: Dropout
              attention.dropout: Dropout
            """;
        Assert.Equal(expected, model.ToString());
        Assert.Equal("Linear  weight [2, 4]", new Linear(4, 2, bias: false).ToString());
    }

    private sealed class Stack : Module
    {
        public Stack()
        {
            Register("scale", new Parameter([3]));
            Register("norm", new LayerNorm(3, 1e-5));
            Register("blocks", new ModuleList<Linear>([new(3, 3), new(3, 3), new(3, 3, bias: false)]));
            Register("dropout", new Dropout(0.1));
            Register("attention.dropout", new Dropout(0.1));
        }
    }
}
