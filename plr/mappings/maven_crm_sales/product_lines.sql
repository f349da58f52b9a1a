select product as product_line
from read_csv('{source}/products.csv')
